"""法治参阅: ``streamlit run app.py``. The registry of pages and nothing else."""

from __future__ import annotations

import streamlit as st

st.navigation(
    [
        st.Page("views/search.py", title="检索", url_path="search", default=True),
        st.Page("views/report.py", title="报告", url_path="report"),
    ],
    position="top",
).run()
