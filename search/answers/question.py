"""What a question asks: kind of answer, places, years, indicators, and what is left as its topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from corpus.indicators import Indicators
from corpus.model import NATION, Level, Place, Span
from corpus.parts import Part
from search.answers.amounts import CHANGE, HOW_MANY, SHARES, TARGET, measure_of, units_of
from search.answers.ranks import ASKS_RANK
from search.answers.ranks import UNIT as RANK
from search.answers.several import Amount, amounts_in, asked_clause
from search.answers.topic import EDGES, topic_of, without
from search.figure_questions import asked_indicators
from search.understanding import Chip
from search.years import years_named


class QuestionKind(StrEnum):
    """What an answer must look like."""

    FIGURE = "数值"
    LIST = "列举"
    HOW = "做法"
    COMPARISON = "比较"
    DEFINITION = "释义"


class Direction(StrEnum):
    """Which end of a ranking is asked for."""

    HIGHEST = "最高"
    LOWEST = "最低"
    NONE = ""


@dataclass(frozen=True)
class NamedPlaces:
    """A place that the question names.

    :param places: what the words mean: one, or several together (京津冀) or apart (朝阳).
    :param reports: how many reports are about it or what lies in it.
    """

    words: str
    name: str
    places: tuple[Place, ...]
    reports: int


@dataclass(frozen=True)
class Question:
    """A question taken apart.

    :param text: as it is searched: tidied, without quotation marks; ``asked`` as it was typed.
    :param topic: what is left without places, years and the words that make it a question.
    :param spans: where ``text`` names places and years.
    :param level: of the places a list is to have (哪些省), ``None`` for any.
    :param indicators: of the dictionary, those whose figures are asked for.
    :param units: that the figure asked for can have (多少件: 件); empty if any.
    :param measure: the measure word of what is counted: 件 of 多少件; ``among`` the kind of places meant: 自治区.
    :param quoted: names in quotation marks, which an answer must have word for word.
    :param change: a change is asked for (同比增长多少), ``target`` a target (2025年预期目标).
    :param excluded: what is not meant: 不是市直的.
    :param part: of the reports, where the answer stands: 存在问题, 下一步打算.
    :param amounts: where it asks several at once; ``clause`` the words that say what is counted,
        ``""`` if all of them do.
    """

    text: str
    kind: QuestionKind
    topic: str
    spans: tuple[Span, ...] = ()
    places: tuple[NamedPlaces, ...] = ()
    years: tuple[int, ...] = ()
    level: Level | None = None
    indicators: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    measure: str = ""
    among: str = ""
    quoted: tuple[str, ...] = ()
    direction: Direction = Direction.NONE
    change: bool = False
    target: bool = False
    asks_figure: bool = False
    excluded: tuple[str, ...] = ()
    part: Part | None = None
    amounts: tuple[Amount, ...] = ()
    clause: str = ""
    asked: str = ""

    @cached_property
    def wording(self) -> str:
        """The words that say what is counted, without what is not meant."""
        return _EXCLUDED.sub(" ", self.clause or self.text)

    @property
    def whole_part(self) -> bool:
        """Tell whether nothing but a part of the reports is asked for: 存在哪些问题."""
        return self.part is not None and _PART_WORDS.sub("", self.topic).strip(EDGES) == ""


# A quotation mark in a question sets off a name; a search would take it for "exactly these words".
_QUOTES = re.compile(r"[“”\"「」『』]")
_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]{1,20})[”\"」』]")

# 不是市直的, 除了调解的: what is not meant.
_EXCLUDED = re.compile(r"[(（,，]?(?:不是|不算|不含|不包括|除了|除去)([^,，。?？()（）的]{1,8})(?:的|以外|之外)*[)）]?")
# 省委党校那篇文章里: the place of its author is not the place that is asked about.
_AUTHOR = re.compile(
    r"[^,，。]{2,12}(?:党校|大学|学院|社科院|研究院|研究会)[^,，。]{0,6}?(?:[那这]篇|文章|论文)[^,，。]{0,8}?(?:里面?|中|上|说|讲|提到)+[,，]?"
)

_YEAR_AGAIN = re.compile(r"[今去前明]年[(（]((?:19|20)\d\d)年?[)）]")

# What ends so is asked for itself, not for its meaning: 存在的问题是什么, 纠错率是什么.
_CONTENTS = re.compile(
    r"(?:问题|短板|不足|做法|措施|举措|办法|原因|目标|经验|成效|打算|任务|重点|特点|情况|率|数|量|额|值|水平|占比|比例|增速)$"
)
_MEANING = re.compile(
    r"^(?:能|请|麻烦)*(?:解释|说明|介绍)(?:一下|下)?(?:什么(?:是|叫做?))?(?P<after>[^,，。?？]+)"
    r"|(?P<before>[^,，。?？]+?)(?:(?:到底|究竟|具体)?(?:是个?|有)?(?:什么|啥)(?:意思|概念|含义)|(?:指的|说的)是(?:什么|啥)|是?指(?:的是)?(?:什么|啥)"
    r"|怎么(?:理解|解释)|如何理解|的(?:含义|定义|意思)(?:是什么)?)(?=$|[,，。?？\s呢吗])"
)
_WHAT_IS = re.compile(
    r"^(?:请问)?(?:什么(?:是|叫做?)|啥(?:是|叫)|何谓|何为)(?P<after>[^,，。?？]+)"
    r"|(?P<before>[^,，。?？]+?)(?:到底|究竟|具体)?(?:是个?(?:什么|啥)(?:东西)?|是怎么回事|(?:指的?)?(?:是|指|包括)哪[几两三四五六七八九十][^,，。]{1,4})(?=$|[,，。?？\s呢])"
)
_COMPARISON = re.compile(
    r"最[高低多少大小快慢好差长短]|第一|倒数|比较|对比|相比|哪[个家边里]?更|谁更|更[高低多少大快好]|排(?:名|行|序)|谁[^,，。]{0,14}[多少高低好快](?=$|[?？呢,，])|哪[个家里边][^,，。]{0,4}[多高](?=$|[?？呢,，])|相差|差多少"
    r"|[高低多少]于|(?:不同|区别|异同|差别)|各(?:是|有|为|自|达)?多少|分别(?:是|有|为)?多少|还是.{1,12}[多少高低大快]|比(?![例重率]|[上前去]一?年|往年|同期).{2,12}(?:高|低|多|少|快)"
)
_COMPARES_AMOUNTS = re.compile(r"[多少高低大小快慢长短]")
_LOWEST = re.compile(r"最[低少小慢差短]|倒数|谁[^,，。]{0,8}[少低]|更[低少]")
_HIGHEST = re.compile(r"最|第一|更|排名|谁[^,，。]{0,8}[多高]")
_WHERE = re.compile(
    r"(?:哪|那)(?:些|几个|几)?(?:个)?(?:地方|地区|地州|地市|州市|盟市|旗县|省份?|市县?|区县|县区|县市?|区(?!别|分)|旗|州|盟|乡镇|街道|镇街|城市|单位|部门|自治区|兄弟|直辖市|报告)|^(?:列出|列举|盘点)|哪里(?:的|在|有|做)|哪儿|谁(?:在|家|也|有|做|搞|用)|有谁|各[省市县区州盟旗]{1,2}[^,，。]{0,4}有没有|有没有(?:地方|哪|谁|其他)|还有(?:哪里|哪儿|哪些(?:地方|省|市|县|区)|谁)"
    r"|什么地方|各地(?![^?？]*(?:多少|几[个件项]))|别的地方|其他(?:地方|地区|省|市|县)|哪(?=[省市县区旗])|哪家"
)
_HOW = re.compile(
    r"怎么|怎样|如何|咋|什么(?:办法|措施|做法|举措|机制|流程|步骤|方式|手段|招)|(?:哪些|有何|哪几项|哪几个|有什么|有啥)|做了(?:什么|些|哪)|干了(?:什么|啥)|(?:做法|措施|举措|流程|经验|思路|打算)"
)
_ASKS = re.compile(r"多少|几(?=[件个起人名次场家份条项])|百分之几|是什么|有没有")
_LEVELS = {
    "省": Level.PROVINCE, "自治区": Level.PROVINCE, "直辖市": Level.PROVINCE, "市": Level.CITY, "城市": Level.CITY,
    "县": Level.COUNTY, "区": Level.COUNTY, "旗": Level.COUNTY, "区县": Level.COUNTY, "县区": Level.COUNTY,
}  # fmt: skip
_WHICH_LEVEL = re.compile(
    r"(?:哪(?:些|几个|几|个)?(?:个)?|各(?=省))(省|自治区|直辖市|区县|县区|城市|市|县|区|旗)(?:份)?"
)

# 全国行政复议纠错率 is the nation's; 全国哪里最高, 全国文明城市, 全国人大 are not.
_NATION = re.compile(
    r"^(?!.*(?:哪|各省|各地|谁))(?:.*[,，\s])?(?:我国|全国)(?!各地|人大|政协|两会|最|第|首|前|百强|文明|先进|模范|示范|优秀|试点|通办|排)"
)

_BEFORE_TERM = re.compile(r"^(?:请问|报告[里中](?:说|讲|提到)?的?|所谓的?|说的|这个)")
_LONGEST_TERM = 20

# 五个自治区里, 哪个直辖市.
_AMONG = re.compile(r"(?:[四五4-5](?:个|大)?|[哪各几](?:些|几?个)?|所有|全部)(自治区|直辖市)")
_LACK = r"(?:问题|短板|不足(?!为|[\d一二三四五])|薄弱环节|困难|差距|弱项)"
_PROBLEMS = re.compile(
    rf"(?:存在|面临|有|还有)[^,，。]{{0,8}}{_LACK}|{_LACK}(?:是|有|在)(?:什么|啥|哪|于)|(?:主要|突出|现有){_LACK}"
)
_PLANS = re.compile(
    r"下一?步(?!步)|下一阶段|今后|明年[^,，。]{0,6}(?:打算|计划|安排|怎么|重点)|(?:工作|有[什哪]么?)(?:打算|安排|思路)"
)
_PART_WORDS = re.compile(
    rf"存在|面临|主要|突出|现有|还|工作|重点|下一?步|下一阶段|今后|明年|打算|计划|安排|思路|{_LACK}|方面|\s"
)


def understand_question(
    text: str,
    chips: Sequence[Chip],
    indicators: Indicators,
    meaning: Callable[[Sequence[str]], Sequence[Place]],
    held: Collection[int] = (),
) -> Question:
    """Take a question apart.

    :param text: without quotation marks, see :func:`unquoted`; ``chips`` what was recognised in it.
    :param meaning: returns the places that paths mean (``Shelf.meant``).
    :param held: the years of the reports at hand.
    """
    named = _asked_about(chips, text)
    spans = tuple(chip.span for chip in named)
    places = _places([chip for chip in named if chip.field == "place"], text, meaning)
    years = {year for chip in named if chip.field == "year" for year in chip.value}
    if repeated := _YEAR_AGAIN.search(text):
        # 今年（2025年）
        years = {int(repeated[1])}
    if not years:
        # 徐汇区24年: behind a place a short year is no length of time.
        behind = list(years_named(_blanked(text, spans), held, date.today()))
        spans += tuple(span for span, _ in behind)
        years = {year for _, found in behind for year in found}
    units = (RANK,) if ASKS_RANK.search(text) else units_of(text)
    if CHANGE.search(text) and units:
        # 受伤人数下降多少 is told in per cent as often as in persons.
        units = tuple(dict.fromkeys((*units, *SHARES)))
    asked = () if units == (RANK,) else _indicators_in(text, chips, units, indicators)
    excluded = tuple(match[1] for match in _EXCLUDED.finditer(text))
    bare = _EXCLUDED.sub(" ", without(text, spans))
    kind = kind_of(text, len(places), bool(asked), bare)
    level = _WHICH_LEVEL.search(text)
    if not places and kind in (QuestionKind.FIGURE, QuestionKind.COMPARISON) and _NATION.search(bare):
        places = (NamedPlaces(NATION.name, NATION.name, (NATION,), 0),)
    return Question(
        text=text,
        kind=kind,
        topic=defined_term(bare) or bare if kind is QuestionKind.DEFINITION else topic_of(bare),
        spans=spans,
        places=places,
        years=tuple(sorted(years)),
        level=_LEVELS[level[1]] if level and not places else None,
        indicators=asked,
        units=units,
        measure=measure_of(text),
        among=_among(bare),
        direction=_direction(text),
        asks_figure=bool(
            asked
            or units == (RANK,)
            or HOW_MANY.search(text)
            or (_COMPARES_AMOUNTS.search(text) and not _HOW.search(text))
        ),
        excluded=excluded,
        part=_part_of(text),
        amounts=amounts_in(bare),
        clause=asked_clause(bare),
        change=bool(CHANGE.search(text)),
        target=bool(TARGET.search(text)),
    )


def about(question: Question, amount: Amount, indicators: Indicators) -> Question:
    """Return a question about one of the amounts it asks."""
    units = units_of(amount.clause)
    return replace(
        question,
        kind=QuestionKind.FIGURE,
        topic=amount.topic,
        clause=amount.clause,
        units=units,
        measure=measure_of(amount.clause),
        indicators=_indicators_in(amount.clause, (), units, indicators),
        amounts=(),
        quoted=quoted_in(question, amount.clause),
        change=bool(CHANGE.search(amount.clause)),
    )


def quoted_in(question: Question, clause: str) -> tuple[str, ...]:
    """Return the names in quotation marks that stand in a clause of a question."""
    return tuple(name for name in question.quoted if name in clause)


def _indicators_in(text: str, chips: Sequence[Chip], units: Sequence[str], indicators: Indicators) -> tuple[str, ...]:
    """Return the indicators a text asks for: 12345热线的满意率 asks for a rate, not for the number of calls too."""
    asked = asked_indicators(text, chips, indicators)
    return tuple(name for name in asked if indicators.measured_in(name, units)) if units else asked


def unattributed(text: str) -> str:
    """Return a question without whose article it asks about, if it asks anything besides."""
    return _AUTHOR.sub("", text) or text


def unquoted(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a question without its quotation marks, and the names that stood in them."""
    return _QUOTES.sub("", text), tuple(match[1] for match in _QUOTED.finditer(text))


def kind_of(text: str, places: int, names_indicator: bool, bare: str = "") -> QuestionKind:
    """Return the kind of answer a question wants.

    :param places: how many places it names.
    :param names_indicator: whether it asks the figure of an indicator of the dictionary.
    :param bare: the text without places and years.
    """
    if defined_term(bare or text):
        return QuestionKind.DEFINITION
    figure = names_indicator or HOW_MANY.search(text) or ASKS_RANK.search(text)
    if _COMPARISON.search(text) and (figure or places > 1 or _WHERE.search(text)):
        return QuestionKind.COMPARISON
    if figure and places > 1:
        return QuestionKind.COMPARISON
    if _WHERE.search(text):
        return QuestionKind.LIST
    if figure and not re.search(r"如何|怎么(?!样)|怎样(?=[^?？。]{2})|哪些|什么(?:办法|措施|做法)", text):
        return QuestionKind.FIGURE
    if _HOW.search(text):
        return QuestionKind.HOW
    return QuestionKind.HOW if places else QuestionKind.LIST


def asks(text: str) -> bool:
    """Tell whether a text asks something itself: 有多少件, 怎么做; 败诉率 only names it."""
    return any(pattern.search(text) for pattern in (_ASKS, _HOW, _WHERE, _COMPARISON))


def defined_term(text: str) -> str:
    """Return the term that a question asks the meaning of, ``""`` if it asks for none."""
    stripped = text.strip()
    for pattern in (_MEANING, _WHAT_IS):
        match = pattern.search(stripped)
        if match is None:
            continue
        term = (match["after"] or match["before"] or "").strip(EDGES)
        term = _BEFORE_TERM.sub("", term).strip(EDGES)
        # 纠错率是什么意思 asks for its meaning; 纠错率是什么, 介绍一下做法 for itself.
        for_itself = _CONTENTS.search(term) and (pattern is _WHAT_IS or match["after"])
        if term and len(term) <= _LONGEST_TERM and not for_itself:
            return term
    return ""


def _part_of(text: str) -> Part | None:
    if _PROBLEMS.search(text):
        return Part.PROBLEMS
    return Part.PLANS if _PLANS.search(text) else None


def _among(text: str) -> str:
    kind = _AMONG.search(text)
    return kind[1] if kind else ""


def _direction(text: str) -> Direction:
    if _LOWEST.search(text):
        return Direction.LOWEST
    return Direction.HIGHEST if _HIGHEST.search(text) else Direction.NONE


def _places(
    chips: Sequence[Chip], text: str, meaning: Callable[[Sequence[str]], Sequence[Place]]
) -> tuple[NamedPlaces, ...]:
    found: dict[Span, NamedPlaces] = {}
    for chip in chips:
        places = tuple(meaning(chip.value))
        known = found.get(chip.span)
        if known:
            places = (*known.places, *places)
        reports = chip.reports + (known.reports if known else 0)
        name = known.name if known else chip.name
        found[chip.span] = NamedPlaces(chip.span.of(text), name, places, reports)
    return tuple(found[span] for span in sorted(found))


def _asked_about(chips: Sequence[Chip], text: str) -> list[Chip]:
    """Return the chips of places and years; of 滁州能和沪苏浙皖通办的 not those it does it with."""
    named = [chip for chip in chips if chip.field in ("place", "year")]
    alone = {chip.span for chip in named if chip.field == "place" and len(chip.value) == 1}
    if len(alone) != 1 or _COMPARISON.search(text):
        return named
    return [chip for chip in named if chip.field == "year" or chip.span in alone]


def _blanked(text: str, spans: Sequence[Span]) -> str:
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def places_said(question: Question) -> str:
    """Return the places as the question names them: 上海市浦东新区."""
    return "、".join(named.words for named in question.places)


def years_said(question: Question) -> str:
    """Return the years of a question: 2024年, 2020—2022年."""
    if not question.years:
        return ""
    first, last = question.years[0], question.years[-1]
    return f"{first}年" if first == last else f"{first}—{last}年"
