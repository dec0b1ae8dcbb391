"""法治参阅: ``streamlit run app.py``. The registry of pages and nothing else."""

from __future__ import annotations

import streamlit as st

st.navigation(
    [
        st.Page("views/search.py", title="检索", url_path="search", default=True),
        st.Page("views/ask.py", title="问答", url_path="ask"),
        st.Page("views/phrases.py", title="句式", url_path="phrases"),
        st.Page("views/figures.py", title="数据", url_path="figures"),
        st.Page("views/practices.py", title="做法", url_path="practices"),
        st.Page("views/browse.py", title="浏览", url_path="browse"),
        st.Page("views/compare.py", title="对照", url_path="compare"),
        st.Page("views/report.py", title="报告", url_path="report"),
        st.Page("views/holdings.py", title="资料库", url_path="library"),
        # Its way in stands on every page, with the number of what is kept.
        st.Page("views/basket.py", title="收藏", url_path="basket", visibility="hidden"),
    ],
    position="top",
).run()
