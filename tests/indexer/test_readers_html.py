"""A government page gives its article as content, and everything else it shows as furniture with a reason."""

from __future__ import annotations

import pytest

from corpus.model import BlockRole, Document, FieldName
from indexer.readers import read

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>榆阳区2024年度法治政府建设工作总结-榆阳区人民政府</title>
<meta name="ArticleTitle" content="榆阳区2024年度法治政府建设工作总结"><meta name="PubDate" content="2025-01-20 10:11">
<meta name="ContentSource" content="区司法局"><meta name="SiteName" content="榆阳区人民政府">
<link rel="canonical" href="http://www.yuyang.gov.cn/a/1.html">
<style>p{}</style><script>var a="脚本文字";</script></head><body>
<div class="wza"><a href="#">无障碍浏览</a> | <a href="#">长者模式</a></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li><li><a href="/b">政务服务</a></li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/a">法治政府建设</a></div>
<table class="xx"><tr><td>索引号：</td><td>016-2025-0001</td></tr><tr><td>发布机构：</td><td>区司法局</td></tr></table>
<h1>榆阳区2024年度法治政府建设工作总结</h1>
<div class="info">发布日期：2025-01-20 <span>信息来源：区司法局</span> <span>浏览次数：123次</span></div>
<div class="TRS_Editor">
<p>　　2024年，在区委、区政府的坚强领导下，榆阳区坚持以习近平新时代中国特色社会主义思想为指导，把法治政府建设作为重点任务。</p>
<h2>一、主要做法及成效</h2>
<p>　　（一）压实工作责任。区委、区政府先后召开常务会议研究法治政府建设工作6次，<br>制定出台工作要点，明确目标任务。</p>
<ul><li>一是强化学习，领导干部集中学法12次。</li><li>二是强化督察。</li></ul>
<table><tr><th>指标</th><th>2023年</th><th>2024年</th></tr><tr><td>行政复议案件</td><td>56</td><td>78</td></tr></table>
<p style="display: none">隐藏的文字</p><!-- 注释文字 --><noscript>请开启脚本</noscript><template>模板文字</template>
<p>　　基层执法力量薄弱，法治宣传形式单一，扫码执法覆盖面还不够广。</p>
<p style="text-align:right">榆阳区司法局</p>
<p>附件：<a href="x.docx">2024年行政执法统计表.docx</a></p>
</div>
<div class="share">分享到：<a>微信</a><a>微博</a></div><p>扫一扫在手机打开当前页</p>
<div><a href="1">上一篇：榆阳区2023年度法治政府建设工作总结</a></div>
<div class="footer"><p>版权所有：榆阳区人民政府</p><p>陕ICP备05000000号 网站标识码：6108020001</p></div>
</body></html>"""


def content(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.furniture is None]


def furniture(document: Document) -> dict[str, str]:
    return {block.text: block.furniture for block in document.blocks if block.furniture is not None}


def test_the_article_of_a_government_page_is_content_in_order() -> None:
    assert content(read("a.html", PAGE.encode())) == [
        "索引号：\t016-2025-0001",
        "发布机构：\t区司法局",
        "榆阳区2024年度法治政府建设工作总结",
        "发布日期：2025-01-20 信息来源：区司法局 浏览次数：123次",
        "　　2024年，在区委、区政府的坚强领导下，榆阳区坚持以习近平新时代中国特色社会主义思想为指导，把法治政府建设作为重点任务。",
        "一、主要做法及成效",
        "　　（一）压实工作责任。区委、区政府先后召开常务会议研究法治政府建设工作6次，",
        "制定出台工作要点，明确目标任务。",
        "一是强化学习，领导干部集中学法12次。",
        "二是强化督察。",
        "指标\t2023年\t2024年",
        "行政复议案件\t56\t78",
        "　　基层执法力量薄弱，法治宣传形式单一，扫码执法覆盖面还不够广。",
        "榆阳区司法局",
        "附件：2024年行政执法统计表.docx",
    ]


def test_what_surrounds_the_article_is_furniture_with_its_reason() -> None:
    reasons = furniture(read("a.html", PAGE.encode()))
    assert reasons == {
        "无障碍浏览 | 长者模式": "无障碍提示",
        "首页": "网页导航",
        "政务公开": "网页导航",
        "政务服务": "网页导航",
        "当前位置：首页 > 法治政府建设": "面包屑导航",
        "分享到：微信微博": "分享工具栏",
        "扫一扫在手机打开当前页": "二维码提示",
        "上一篇：榆阳区2023年度法治政府建设工作总结": "网页导航",
        "版权所有：榆阳区人民政府": "网页页脚",
        "陕ICP备05000000号 网站标识码：6108020001": "网页页脚",
    }


def test_headings_items_and_rows_keep_their_role() -> None:
    roles = {block.text: (block.role, block.level) for block in read("a.html", PAGE.encode()).blocks}
    assert roles["榆阳区2024年度法治政府建设工作总结"] == (BlockRole.HEADING, 1)
    assert roles["一、主要做法及成效"] == (BlockRole.HEADING, 2)
    assert roles["二是强化督察。"] == (BlockRole.LIST_ITEM, None)
    assert roles["行政复议案件\t56\t78"] == (BlockRole.TABLE_ROW, None)


def test_what_the_page_says_of_itself_is_kept_as_fields() -> None:
    fields = [(field.name, field.value) for field in read("a.html", PAGE.encode()).fields]
    assert fields == [
        (FieldName.TITLE, "榆阳区2024年度法治政府建设工作总结"),
        (FieldName.PUBLISHED, "2025-01-20 10:11"),
        (FieldName.INFO_SOURCE, "区司法局"),
        (FieldName.SITE, "榆阳区人民政府"),
        (FieldName.URL, "http://www.yuyang.gov.cn/a/1.html"),
        (FieldName.TITLE, "榆阳区2024年度法治政府建设工作总结-榆阳区人民政府"),
    ]


def test_scripts_styles_comments_and_hidden_text_are_not_text() -> None:
    text = "".join(block.text for block in read("a.html", PAGE.encode()).blocks)
    assert not any(word in text for word in ("脚本", "隐藏的文字", "注释文字", "模板文字", "p{}"))


def test_a_short_page_still_gives_its_text() -> None:
    page = "<html><body><h1>通知</h1><p>今日放假。</p></body></html>"
    assert content(read("a.html", page.encode())) == ["通知", "今日放假。"]


def test_an_article_laid_out_in_nested_tables_is_read_as_paragraphs() -> None:
    paragraphs = [
        f"　　第{number}段，全市各级行政机关坚持依法行政，推动法治政府建设取得新的成效。" for number in range(1, 9)
    ]
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = (
        "<table><tr><td><a href=/>首页</a></td><td><a href=/a>政务公开</a></td></tr><tr><td colspan=2><table>"
        f"<tr><td width=20>&nbsp;</td><td>{inner}<table><tr><td>案件</td><td>56</td></tr></table></td></tr>"
        "</table></td></tr></table>"
    )
    assert content(read("a.html", f"<html><body>{page}</body></html>".encode())) == [*paragraphs, "案件\t56"]


@pytest.mark.parametrize(
    "markup",
    [
        "<dl><dt>索引号</dt><dd>016-2025</dd></dl>",
        "<div><div>索引号</div><div>016-2025</div></div>",
        "<table><tr><td>索引号</td><td>016-2025</td></tr></table>",
    ],
)
def test_a_field_label_and_its_value_stand_in_one_block(markup: str) -> None:
    page = f"<html><body>{markup}<p>正文，全市依法行政，法治政府建设取得新成效。</p></body></html>"
    assert "索引号\t016-2025" in [block.text for block in read("a.html", page.encode()).blocks]


def test_line_breaks_in_the_source_are_no_spaces_between_chinese_characters() -> None:
    page = "<html><body><p>依法\n    行政，annual\n  report</p><pre>甲\n 乙</pre></body></html>"
    assert content(read("a.html", page.encode())) == ["依法行政，annual report", "甲", " 乙"]


def test_numbers_a_browser_writes_before_items_are_written_out() -> None:
    page = "<html><body><ol><li>甲项工作</li><li>乙项工作</li></ol><ol start=3 type=a><li>丙</li></ol><ol><li>一、丁</li></ol></body></html>"
    assert content(read("a.html", page.encode())) == ["1.甲项工作", "2.乙项工作", "c.丙", "一、丁"]


def test_a_page_saved_by_word_keeps_its_numbers_and_text() -> None:
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type '
        'content="text/html; charset=gb2312"><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--></head>'
        "<body><p class=MsoNormal><![if !supportLists]><span>一、<span>&nbsp;</span></span><![endif]>总体情况<o:p></o:p></p>"
        "<p class=MsoNormal>依法行政。</p></body></html>"
    )
    assert content(read("报告.doc", page.encode("gbk"))) == ["一、\u00a0总体情况", "依法行政。"]


def test_ten_megabytes_of_page_are_read() -> None:
    page = (
        "<html><body>"
        + "<div><p>全市各级行政机关坚持依法行政，法治政府建设取得新成效。</p></div>" * 100_000
        + "</body></html>"
    )
    assert len(read("大.html", page.encode()).blocks) == 100_000
