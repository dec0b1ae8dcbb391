"""Names in quotation marks, and number formulas without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Span
from indexer.practices.rules import Rules

# Characters of a name. The longest of the annotated ones, 以政务服务标准化规范政府权力依法运行, has 19.
LONGEST_NAME = 28
# A name with a comma in it is a saying unless it is as short as 一处办理,多处修复.
_LONGEST_WITH_COMMA = 12
_LONGEST_FILLER = 16
_LONGEST_OBJECT = 14
_MARKS = re.compile('[“”"‘’「」]')
_CLAUSE = "，,；;。：:！？!?\n"
# What stands between quotations that share a verb or a head: “甲”、“乙”和“丙”三大模式.
# Each may say what it is for: 建立矛盾纠纷“警民联调”、治安防控“专群联防”等机制.
_JOINED = re.compile(r"^\s*(?:[、,，和与及]|以及|、[\u4e00-\u9fff]{2,4})?\s*$")
# Words that no name of a mechanism holds; then the head belongs to something else.
_FILLER = (
    r"(?:(?!为|是|在|由|被|将|使|让|把|抓|对(?!接)|和(?!解)|并(?!联)|及|获|得到|深入|不断|持续|(?<!参)与|取得|成为|实现|推动|确保)"
    rf"[\u4e00-\u9fffa-z0-9+·/()]){{0,{_LONGEST_FILLER}}}?"
)
_COUNT = r"(?:等)?(?:\d+|[一二三四五六七八九十两几多])?(?:大|项|种|个|类|张|条|套)?(?:新)?"
_DIGITS = "0-9一二三四五六七八九十百千万两双n"
_FORMULA = re.compile(
    rf"[0-9n]+(?:[+＋][0-9nx\u4e00-\u9fff()]+)+$|[\u4e00-\u9fff()]{{2,12}}(?:[+＋](?:[\u4e00-\u9fff()]{{2,12}}|[nx]|\d+))+$"
    rf"|(?:[{_DIGITS}]个?[\u4e00-\u9fff]{{1,3}}[、,]?){{2,}}$|\d{{3,5}}$|[{_DIGITS}]{{2,4}}$|三个[\u4e00-\u9fff]{{2}}$"
    rf"|[{_DIGITS}多][\u4e00-\u9fff]{{1,3}}(?:联动|联调|联治|联审|联办|共治|共建|共管|协同|合一|互动|同创|融合|驱动)$"
    r"|一[码键图屏端][\u4e00-\u9fff]{2,4}$"
)
_PLAIN_FORMULA = r"(?<![\d+.n])\d+(?:\+(?:\d+|[nx]|[\u4e00-\u9fff]{2,8}))+"
# 三条措施 counts, it does not name.
_COUNTED = re.compile(rf"[{_DIGITS}]+(?:个|项|大|条|支|批|张|年|套|类|重|轮)")
# What a practice does or meets with where it is the subject: “一码通城”整合18项功能.
_ACTS = re.compile(
    r"(?:已|已经|正式|全面|累计|成功|先后|率先)*(?:整合|上线|覆盖|受到|得到|在全[国省市州县区]|运行|投入|投用|落地|启用|惠及)"
)
# Where the text says what it is: “萨都办”App作为我市最新推出的政务服务品牌.
_DEFINED = re.compile(r"[^，,。；;“”]{0,8}(?:作为|是指|是一)")
# 由“单打独斗”转变为“联合作战”
_BECOMES = re.compile(
    r"(?:转变|转向|转为|转换|转型|变为|变成|走向|升级|到[“\"]|向[“\"]?[\u4e00-\u9fff]{1,10}[”\"]?(?:转|延|拓|变|迈|升|跨))"
)
# A part that stands for any number marks a scheme: 县镇村+N. So does a letter in a name: 龙江e调解.
_OPEN_SCHEME = re.compile(r".+[+＋][nx]$|[\u4e00-\u9fff]{1,6}e[\u4e00-\u9fff]{1,4}$")
# What is left behind: 从“传统模式”向“智慧模式”转型.
_LEFT_BEHIND, _TURNS_INTO = re.compile("[从由]$"), re.compile("[到向转]")
# What a place does away with: 跳出“被动处警”传统模式.
_AGAINST = re.compile(
    r"(?:打破|跳出|改变|摒弃|破解|摆脱|告别|解决|杜绝|防止|避免|克服|消除|整治|纠治|查处|打击|严禁|遏制)了?$"
)
# “执法+服务+教育”三位一体: what something is made of; “流动”的法庭: what it is like.
_MADE_OF = re.compile("[三四五六多]位一体")
_SHORTEST_WITH_OF = 3
# Where a government publishes what it has to say: “法润相山”微信公众号.
_ACCOUNT = re.compile(r"(?:官方)?(?:微信(?!小程序)|微博|公众号|抖音|视频号|头条号|快手|网站|门户)")
# What is common to several names is their theme: “产业+法治”“旅游+法治”等不同主题的阵地.
_ONE_OF_THEMES = re.compile(r"等(?:不同|多种|多个|各类|各种)?(?:主题|类型|形式|方面|要求|内容)的")
# From so many parts on, an enumeration says how something is done: 精细管理、精准矫治、精心帮扶.
_MANY_PARTS, _LONG_PART = 3, 4
_NUMERALS = "零一二三四五六七八九"
# 13支“法治乌兰牧骑”: what there are so many of is a kind of thing.
_SO_MANY = re.compile(r"\d余?[支处家]$")
# A way to do something, made of two: 以“法律+民俗”方式, 通过“案例拆解+模拟演练”模式. 1+5+N is none.
_TWO_TOGETHER = re.compile(r"[\u4e00-\u9fff]+\+[\u4e00-\u9fff]+$")
_WAY = re.compile(r"(?:的)?[\u4e00-\u9fff]{0,4}(?:方式|形式|方法|手段|途径)")
_MEANS, _MODE = re.compile(r"(?:通过|以|采取|采用|运用)$"), re.compile(r"(?:的)?(?:创新)?(?:新)?模式")
# 四诊法, 红色调解法: a method, not a law and not what people say.
_METHOD = re.compile(r"[\u4e00-\u9fff]+(?<![民宪刑罚学说用看办执司普立守懂护合违枉依书做想手魔释送讲])法$")
# What is reported under a title that is a sentence: “构建信用监管体系加强事中事后监管”典型经验做法.
_TITLED = re.compile("(?:典型|创新|先进|优秀)?(?:经验|做法|案例|项目)")
# What begins a quotation that speaks of a name in inner marks.
_SAYING = re.compile("‘|(?:打造|升级|推行|推出|构建|探索|创新|建立|实施|开展)")
_HOTLINE = re.compile(r"11\d|12[02]|12\d{3}")
# 日提醒、周通报、月晾晒
_PERIODIC = re.compile(r"(?:[每一]?[日周旬月季年][\u4e00-\u9fff]{1,4}(?:[、,]|$)){2,}$")
# 皖事通, 苏服码: what such programs are called.
_PROGRAM = re.compile(r"[\u4e00-\u9fff]{1,3}[企政服事省税法医惠易信智云e][通办码]$")
# Verbs of what is not one's own: they bring in a name only with a noun that says what it is.
_UPHOLDS = ("坚持", "落实", "执行")
# “娘家人”个性化调解室: what may stand between a name and the noun that makes a brand of it.
_BEFORE_BRAND = r"(?:[\u4e00-\u9fff]{0,4}?)"
_SPEECH_ENDS = "。！？!?；;"
_MODIFIED = re.compile(r"^的(?!['\"“‘])")


@dataclass(frozen=True)
class Mention:
    """A name where the text uses it for a practice.

    :param introduced: a verb that brings it in stands before it.
    :param headed: a noun that says what it is stands behind it.
    """

    span: Span
    introduced: bool
    headed: bool

    @property
    def weight(self) -> int:
        """How well the place says what the practice is, ``0..2``."""
        return self.introduced + self.headed


@dataclass(frozen=True)
class Quotation:
    """``span`` of the words inside; ``outer`` with the marks."""

    span: Span
    outer: Span


class QuotedNames:
    """Finds the names in quotation marks that are practices."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._head = re.compile(rf"(?:的)?{_COUNT}{_FILLER}(?P<head>{rules.heads})(?!化(?!解)|性|施策|推进|[“\"])")
        self._weak = re.compile(rf"(?:的)?{_COUNT}(?:{rules.weak_heads}|制(?=[，,。；;、]|$))")
        self._brand = re.compile(rf"{_BEFORE_BRAND}(?:{rules.brands})")
        self._direct = re.compile(
            rf"(?:{rules.direct})(?:了|起|出|的|以)?(?:全[国省市县区州旗盟])?(?:首[个家支批创])?$"
        )
        # 法治政府建设“最佳实践”: there 建设 is a noun.
        self._bring = re.compile(
            rf"(?<!政府)(?<!法治)(?<!队伍)(?<!体系)(?:{rules.bring})(?P<object>[^{_CLAUSE}、“”\"]{{0,{_LONGEST_OBJECT}}})$"
        )
        self._own_head = re.compile(rf"(?:.{{2,}}(?:{rules.venues})|(?P<words>.{{2,}}?)(?:{rules.heads}))$")
        self._first = re.compile(rules.first)
        self._themes = re.compile(rf"(?:{rules.themes})")
        self._awards = re.compile(rf"(?:{rules.awards})[^{_CLAUSE}“”\"]{{0,12}}$")
        self._plain = re.compile(rf"(?P<name>{_PLAIN_FORMULA}){_FILLER}(?:{rules.heads})")

    def find(self, text: str, sentence: Span, quotations: Sequence[Quotation]) -> Iterator[Mention]:
        """Yield the names used for practices in a sentence.

        :param text: folded, see :func:`corpus.text.fold`.
        :param quotations: of the sentence, see :func:`quotations_in`.
        """
        quotations = [quotation for quotation in quotations if quotation.span.of(text).strip()]
        for group in _groups(text, quotations):
            yield from self._judge(text, sentence, group)
        if "+" in text[sentence.start : sentence.end]:
            for match in self._plain.finditer(text, sentence.start, sentence.end):
                if not any(q.outer.start <= match.start() < q.outer.end for q in quotations):
                    yield Mention(Span(*match.span("name")), introduced=False, headed=True)

    def _judge(self, text: str, sentence: Span, group: Sequence[Quotation]) -> Iterator[Mention]:
        before = _clause_before(text, sentence.start, group[0].outer.start).rstrip()
        behind = text[group[-1].outer.end : sentence.end].lstrip()
        first = self._first.search(before) is not None
        brought = self._bring.search(before)
        direct = self._direct.search(before) is not None
        if self._themes.match(behind) or (self._awards.search(before) and not brought) or _is_no_name(before, behind):
            return
        head = self._head.match(behind)
        upheld = brought is not None and brought[0].startswith(_UPHOLDS)
        weak = None if upheld else self._weak.match(behind)
        branded = self._brand.match(behind) is not None
        defined = _DEFINED.match(behind) is not None
        acts = not before.strip() and _ACTS.match(behind) is not None
        so_many = _SO_MANY.search(before) is not None
        titled = _TITLED.match(behind) is not None
        for quotation in group:
            name = quotation.span.of(text)
            if not self._can_be_name(name, first=first, branded=branded, titled=titled):
                continue
            if _describes(name, behind) or (not (direct or brought) and _is_way(name, before, behind)):
                continue
            of_head = _MODIFIED.match(behind) and "、" in name and not _PERIODIC.match(name)
            formula = bool(_FORMULA.match(name.replace(" ", "")))
            headed = bool((head and not of_head) or (weak and (brought or first or "+" in name)))
            introduced = bool(direct or defined or (brought and (formula or not brought["object"]) and headed))
            shown = (
                headed
                or direct
                or ((formula or _PROGRAM.match(name)) and brought)
                or (_METHOD.match(name) and brought)
                or so_many
                or acts
                or self._names_itself(name)
                or _OPEN_SCHEME.match(name)
            )
            bare = not headed and (name.isdigit() or self._rules.epithets.search(name))
            if shown and not bare:
                yield Mention(quotation.span, introduced, headed)

    def _names_itself(self, name: str) -> bool:
        """Tell whether a name says what it is: 三级责任清单, 村民评理说事点."""
        match = self._own_head.match(name)
        return bool(
            match
            and not _COUNTED.match(name)
            and (match["words"] is None or self._rules.says_something(match["words"]))
        )

    def _can_be_name(self, name: str, *, first: bool, branded: bool, titled: bool) -> bool:
        if not 1 < len(name) <= LONGEST_NAME or any(mark in name for mark in _SPEECH_ENDS + "《》\n"):
            return False
        if re.search("[,，]", name) and len(name) > _LONGEST_WITH_COMMA:
            return False
        if _HOTLINE.fullmatch(name):
            return False
        if not (branded or titled) and (self._rules.tells_of_work(name) or _enumerates(name)):
            return False
        # 红、黄、绿; 1.5 and 10·3 are dates and numbers.
        parts = name.split("、")
        if (not branded and all(len(part) == 1 for part in parts)) or re.fullmatch(r"[\d.·]*[.·][\d.·]*", name):
            return False
        return not (
            self._rules.is_common(name, first=first, branded=branded)
            or (not branded and self._rules.honours.search(name))
        )


def _is_no_name(before: str, behind: str) -> bool:
    """Tell whether the words around quotations say that they are themes, accounts or what is done away with."""
    if any(rule.match(behind) for rule in (_BECOMES, _ACCOUNT, _ONE_OF_THEMES, _MADE_OF)):
        return True
    return bool(_AGAINST.search(before) or (_LEFT_BEHIND.search(before) and _TURNS_INTO.match(behind)))


def _describes(name: str, behind: str) -> bool:
    """Tell whether a quotation says what something is like: “流动”的法庭, “甲、乙、丙”三项机制."""
    if _MODIFIED.match(behind) and len(name) < _SHORTEST_WITH_OF:
        return True
    parts = len(name.split("、"))
    return (
        _MANY_PARTS <= parts < len(_NUMERALS)
        and re.match(rf"[{parts}{_NUMERALS[parts]}][大项个种类]", behind) is not None
    )


def _is_way(name: str, before: str, behind: str) -> bool:
    by_means = _MEANS.search(before) is not None and _MODE.match(behind) is not None
    return _TWO_TOGETHER.match(name) is not None and (by_means or _WAY.match(behind) is not None)


def _holds(outer: Span, inner: Sequence[Span]) -> bool:
    return any(outer.start <= span.start < outer.end for span in inner)


def _enumerates(name: str) -> bool:
    parts = re.split("[、，,]", name)
    return len(parts) >= _MANY_PARTS and all(len(part) >= _LONG_PART for part in parts) and not _PERIODIC.match(name)


def quotations_in(text: str, sentence: Span) -> list[Quotation]:
    """Return the outermost quotations of a sentence; a long one is speech, and gives way to those inside it."""
    marks = [(match[0], match.start()) for match in _MARKS.finditer(text, sentence.start, sentence.end)]
    double = [(mark, at) for mark, at in marks if mark in '“”"「」']
    found = list(_paired(double, "“「", "”」"))
    speech = [span for span in found if span.end - span.start > LONGEST_NAME]
    single = [(mark, at) for mark, at in marks if mark in "‘’"]
    inner = list(_paired(single, "‘", "’"))
    # “打造‘畅聊智办’服务模式”: what is said of a name, with the name in it.
    speech += [span for span in found if _SAYING.match(span.of(text)) and _holds(span, inner)]
    for span in inner:
        if not any(outer.start <= span.start < outer.end for outer in found if outer not in speech):
            found.append(span)
    shown = sorted(span for span in found if not (span in speech and _holds(span, inner)))
    return [Quotation(span, Span(span.start - 1, span.end + 1)) for span in shown]


def _paired(marks: Sequence[tuple[str, int]], opening: str, closing: str) -> Iterator[Span]:
    """Yield what stands between marks: by their shape, or where the shapes are wrong, two by two."""
    by_shape = all(mark in (closing if number % 2 else opening) for number, (mark, _) in enumerate(marks))
    if not by_shape and len(marks) % 2 == 0 and _depth_of_one(marks, opening) is None:
        for (_, start), (_, end) in zip(marks[::2], marks[1::2], strict=True):
            yield Span(start + 1, end)
        return
    open_at: int | None = None
    for mark, at in marks:
        if mark in opening or (mark not in closing and open_at is None):
            open_at = at
        elif open_at is not None:
            yield Span(open_at + 1, at)
            open_at = None


def _depth_of_one(marks: Sequence[tuple[str, int]], opening: str) -> int | None:
    """Return ``None`` where the marks cannot be nested properly, else 0."""
    depth = 0
    for mark, _ in marks:
        depth += 1 if mark in opening else -1
        if depth < 0:
            return None
    return 0 if depth == 0 else None


def _groups(text: str, quotations: Sequence[Quotation]) -> Iterator[list[Quotation]]:
    group: list[Quotation] = []
    for quotation in quotations:
        if group and not _JOINED.match(text[group[-1].outer.end : quotation.outer.start]):
            yield group
            group = []
        group.append(quotation)
    if group:
        yield group


def _clause_before(text: str, start: int, end: int) -> str:
    begin = max(text.rfind(sign, start, end) for sign in _CLAUSE)
    return text[max(begin + 1, start) : end]
