"""What a question is about: its words without places, years and those that ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from corpus.model import Span
from corpus.word_lists import any_of, read_word_list

# What makes it a question and says nothing of its topic.
_ASKING = Path(__file__).resolve().parents[2] / "data" / "questions" / "asking_words.txt"
# Single characters that ask, or join, wherever they stand; others are part of words: 请 of 申请.
_ANYWHERE = frozenset("的了呢吗吧啊呀")
# What stands between 多少 and the noun: 多少台记录仪, 几名乡镇执法人员; not the beginning of a noun: 多少人民调解员, 几项目.
_COUNTED = re.compile(
    r"(?:多少|(?<!哪)几)[余多]?[十百千万亿]*(?:件次|人次|场次|批次|户次|万?公里|[件起宗辆套册篇间亩吨栋艘所]|项(?!目)|条(?![例件款])|份(?!额)|款|颗|张|枚|列(?!车|入)|回(?!访|应|复|收)|个(?![人体案])"
    r"|名(?![牌录单称额])|位|台(?![账湾风])|家(?![庭长])|户(?!籍)|场(?![所景地馆])|期(?![限间])|支(?![部持出付])|部(?![门队])|座(?!谈)|批(?![准复评])|次(?!数)|处(?![罚理置分])|人(?![民员口才大均]))"
)
# 谁的公园多, 四省区的: neither says what it is about.
_COMPARED = re.compile(
    r"[两三四五六七八九十]个?(?:省区市?|省市|省份?|自治区|城市|市|县|区县|地|家)(?=$|[“\"的在谁哪里,，中间之比]|\s)"
    r"|哪[个些]?省区市|[谁哪][个里家]?[最更]?[长高多大快]|最[长短快慢]|[谁哪][个里家]?第一|把?(?:各[省市县地区]的?)?数[据字]?列一下|(?:要|将|打算|计划|准备)(?:再)?(?=[建修造改给对让做]|新[建增])"
)
_WHO_HAS_MORE = re.compile(r"([谁哪](?!更)[^,，。?？]+?)(?<![最几])更?[多高低长](?=$|[?？呢])")
# 补助金额, 建议数: what is said of an amount, not what it is of.
_OF_AMOUNT = re.compile(
    r"(?:金额|数量|总数|合计数|(?<![多少参函次岁无单双奇偶系半全分人户件])数|目标)(?=$|[\s,，。?？:：]|是|有|为|达|对比|比较)"
)
# Parts of a year, of which the figures know; 上半 is what is left of them where the year is taken away.
_PERIOD = re.compile(
    r"截[至止]到?|[上下]半年?(?!场)|\d{1,2}月份?[底末初]?|前[一二三四五六七八九十\d]+个?[月季]度?|[一二三四]季度|[年月]底|年末"
)
# 改造厕所改得最多: the verb once more, with what it is asked in.
_MEASURED = re.compile(r"[\u3400-\u9fff]得(?=$|[最有多怎如咋?？])")
_WORDS_THAT_BEGIN_SO = (
    "就业", "就医", "就学", "就诊", "对外", "对口", "在校", "在建", "在册", "在线",
    "在岗", "和解", "和谐", "和美", "让利", "给付", "都市", "把关", "被告", "被征",
    "跟踪", "跟进", "还款", "还本", "还贷", "与会", "了解", "搞活", "是非",
)  # fmt: skip
_WORDS_THAT_END_SO = frozenset(("申请", "共享", "公共", "参与", "给与", "所有", "应对", "相对", "存在", "和解", "涉及"))
EDGES = " ,，。?？!！、:：;；的了呢吗吧在是有和与"


def topic_of(text: str) -> str:
    """Return what a question is about, without the words that ask; the text itself if it does nothing but ask.

    :param text: without places and years.
    """
    return named_in(text) or text.strip(EDGES)


def named_in(text: str) -> str:
    """Return what a question names besides places and years, ``""`` if it does nothing but ask: 是怎么做的."""
    text = _WHO_HAS_MORE.sub(r"\1 ", text)
    for words in (_OF_AMOUNT, _COMPARED, _PERIOD, _MEASURED, _COUNTED, asking_words()):
        text = words.sub(" ", text)
    pieces = map(_trimmed, re.split(r"[\s,，。?？!！;；:：()（）]+", text))
    return " ".join(piece for piece in pieces if len(piece) > 1)


def without(text: str, spans: Sequence[Span]) -> str:
    """Return a text without some spans of it, with single spaces."""
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + " " + text[span.end :]
    return " ".join(text.split())


def _trimmed(piece: str) -> str:
    """Return a piece of a topic without single characters that only ask at its ends: 在, 有, 对; not 请 of 申请."""
    single = _single_words()
    while piece and piece[0] in single and not piece.startswith(_WORDS_THAT_BEGIN_SO):
        piece = piece[1:]
    while piece and piece[-1] in single and piece[-2:] not in _WORDS_THAT_END_SO:
        piece = piece[:-1]
    return piece


@lru_cache(maxsize=1)
def asking_words() -> re.Pattern[str]:
    """Return a pattern of the words that make a text a question."""
    return any_of(word for word in _all_asking_words() if len(word) > 1 or word in _ANYWHERE)


@lru_cache(maxsize=1)
def _single_words() -> frozenset[str]:
    return frozenset(word for word in _all_asking_words() if len(word) == 1)


@lru_cache(maxsize=1)
def _all_asking_words() -> frozenset[str]:
    """Return the words of the file; read once per process."""
    return read_word_list(_ASKING)
