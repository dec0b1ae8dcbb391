"""Names without quotation marks: brought in by 率先 or 首创, or known by how they are made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.model import Span
from indexer.practices.quotations import Mention
from indexer.practices.rules import Rules

_CLAUSE = re.compile(r"[^，,；;。：:！？!?\n]+")
_SHORTEST_NAME, _LONGEST_NAME, _LONGEST_LIST = 5, 26, 36
# 推行 brings in what all the country has too, unless the name holds so many words of its own: 简案速决.
_DEFINITE = 4
# What may follow a name: nothing that would make it part of a longer noun.
_ENDS = (
    r"(?=$|[、(（《\"”“‘’)\s]|的(?:探索|实践|做法|经验)|和|与|以及|并|来|在|对|以|从|被|获|受|向|有|等|全面|建设|试点|工作|改革"
    r"|实现|实行|处理|解决|化解|提供|进行|\d|[一二三四五六七八九十百两][余多]?[个家项件处])"
)
# Words that make several things, or nothing definite, of what follows.
_DETERMINERS = re.compile(
    r"^(?:了|起(?![诉草])|出(?![庭口入台版租生])|建立健全|建立|健全|完善|推行|推进|实施|构建|打造|深化|优化|强化|搭建|建成|设立|组建|上线|启用|投用|推广|推出|首创|研发|开发(?!区)|运行(?!维护)|制定|本[省市县区]|全[国省市县区州旗盟]|首[个家款支座批]|第一[个家]|一[个套批项块张支条]|多[个项种]|系列|常态化|相应的?|有关|符合[^的]{0,12}的|适应[^的]{0,12}的|有利于[^的]{0,12}的|行之有效的|切实可行的|科学合理的)+"
)
_INDEFINITE = re.compile(r"(?:多项|多个|一系列|各项|各类|一批|相关|有关|若干)")
# A clause inside a name: it is a sentence, not a name.
_CLAUSAL = re.compile(
    r"[为是由被将使让把的]|(?<!参)与|和(?![解谐平美])|及|提升|促进|确保|加强|推动|开展|不断|进一步|以及|通过|围绕|充分|按照|依托|结合"
)
# One-character names of the provinces: 皖苏接边地区联合调解工作机制.
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新"
# 跨区域案件代办制; not 体制, 编制.
_SYSTEM = "(?<![机体编控研绘抑限建])制"
_PLAIN = r"\u4e00-\u9fffa-z0-9+·()"
_PRAISED = r"(?=在?全[国省市州县区]|被|获|受到?|得到|入选|作为[^，,。]{0,10}(?:经验|案例))"


class PlainNames:
    """Finds the names without quotation marks that are practices."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        verb = rf"(?:{rules.bring})"
        self._first = re.compile(
            rf"(?:(?:率先|创新)[^，,；;。：:“”\"]{{0,12}}?{verb}|(?:探索|打造|首创|首推|推出|试行|自主研发|自主开发){verb}?|首[个家款支座]|第一[个家])"
        )
        self._hint = re.compile(rules.first)
        self._name = re.compile(rf"[{_PLAIN}]{{2,{_LONGEST_NAME}}}?(?P<head>{rules.endings}){_ENDS}")
        self._listed = re.compile(
            rf"(?P<first>[{_PLAIN}]{{4,14}}?)(?:、[{_PLAIN}]{{2,14}}?)+等(?P<count>\d+|[一二三四五六七八九十两])?[项张个种类]?(?P<head>{rules.endings}){_ENDS}"
        )
        self._scheme = re.compile(
            rf"(?:推行|试行|实行)了?(?P<name>[{_PLAIN}]{{6,{_LONGEST_NAME}}}?(?P<head>机制|制度|模式|工作法|{_SYSTEM})){_ENDS}"
        )
        self._pair = re.compile(rf"(?<![\u4e00-\u9fff])?(?P<name>(?:{rules.pairs})(?:{rules.pair_endings}))")
        self._system = re.compile(
            rf"(?:建成|上线|研发|开发|搭建|打造|推出|开通)了?(?:[^，,的]{{0,30}}的)?"
            rf"(?P<name>(?:[\u4e00-\u9fff]{{1,5}}[省市县区州旗]|智慧|数字|云上|掌上|阳光)[{_PLAIN}]{{2,14}}?(?P<head>平台|系统|中台|大脑)){_ENDS}"
        )
        self._crossing = re.compile(
            rf"(?P<name>[{_PROVINCES}]{{0,4}}(?:{rules.crossing})[\u4e00-\u9fff]{{2,14}}?(?:机制|平台|联盟|模式|中心)){_ENDS}"
        )
        self._crossing_hint = re.compile(rules.crossing)
        self._venue = re.compile(
            rf"{verb}了?(?:[一二三四五六七八九十两百\d][余多]?[个家处所])?(?P<name>[\u4e00-\u9fff]{{2,10}}(?P<head>{rules.venues})){_ENDS}"
        )
        self._praised = re.compile(rf"^(?P<name>[{_PLAIN}]{{4,20}}?(?:机制|模式|做法|工作法|平台)){_PRAISED}")

    def find(self, text: str, sentence: Span) -> Iterator[Mention]:
        """Yield the names used for practices in a sentence.

        :param text: folded, see :func:`corpus.text.fold`.
        """
        for clause in _CLAUSE.finditer(text, sentence.start, sentence.end):
            words = clause[0]
            found = [*self._made(words), *self._brought_in(words)]
            for start, end, introduced in found:
                span = Span(clause.start() + start, clause.start() + end)
                yield Mention(span, introduced, headed=True)

    def _brought_in(self, clause: str) -> Iterator[tuple[int, int, bool]]:
        """Yield what a clause says is new: (start, end, True) in the clause."""
        if not self._hint.search(clause):
            return
        at = 0
        while match := self._first.search(clause, at):
            at = match.end()
            start = self._behind_determiners(clause, at)
            listed = self._listed.match(clause, start)
            if listed and listed["count"]:
                if len(listed[0]) <= _LONGEST_LIST and not _CLAUSAL.search(listed[0]):
                    yield start, listed.end(), True
            elif listed:
                if self._is_name(listed["first"], ""):
                    yield start, listed.end("first"), True
            else:
                yield from self._items(clause, start)

    def _items(self, clause: str, start: int) -> Iterator[tuple[int, int, bool]]:
        """Yield the names of a list (探索建立甲机制、乙制度), each cut down to the noun phrase."""
        while match := self._object(clause, start):
            begin, end = match
            head = re.search(f"(?:{self._rules.endings})$", clause[begin:end])
            if head and self._is_name(clause[begin:end], head[0], detailed=True):
                yield begin, end, True
            if clause[end : end + 1] not in ("、", "和"):
                return
            start = self._behind_determiners(clause, end + 1)

    def _object(self, clause: str, start: int) -> tuple[int, int] | None:
        """Return the noun phrase of a clause from ``start`` on, behind its last 的 and its quotation."""
        stop = len(clause)
        match = self._name.match(clause, start, stop)
        if match is None:
            # 集报警求助、公共服务为一体的多功能热线平台; “红、黄、绿”三色预警机制
            cut = max(clause.rfind("的", start), clause.rfind("”", start), clause.rfind('"', start)) + 1
            if re.search('[”"]的$', clause[:cut]):
                # “群防群治”的社区警务新模式: named by the quotation.
                return None
            match = self._name.match(clause, cut, stop) if cut > start else None
        if match is None:
            return None
        begin, end = match.span()
        last = clause.rfind("的", begin, end) + 1
        return (max(begin, last), end)

    def _behind_determiners(self, clause: str, at: int) -> int:
        match = _DETERMINERS.match(clause[at:])
        return at + (match.end() if match else 0)

    def _made(self, clause: str) -> Iterator[tuple[int, int, bool]]:
        """Yield the names that are known by their words: (start, end, introduced) in the clause."""
        for match in self._pair.finditer(clause):
            yield *match.span("name"), self._hint.search(clause) is not None
        if self._crossing_hint.search(clause):
            for match in self._crossing.finditer(clause):
                start, end = match.span("name")
                start += clause[start:end].rfind("的") + 1
                if self._is_name(clause[start:end], ""):
                    yield start, end, False
        for match in self._scheme.finditer(clause):
            words = match["name"].removesuffix(match["head"])
            own = self._rules.general.sub("", words)
            if len(own) >= _DEFINITE and self._is_name(match["name"], match["head"]):
                yield *match.span("name"), True
        for match in self._venue.finditer(clause):
            if self._is_name(match["name"], ""):
                yield *match.span("name"), True
        for match in self._system.finditer(clause):
            if self._is_name(match["name"], ""):
                yield *match.span("name"), True
        praised = self._praised.match(clause)
        if praised and self._is_name(praised["name"], "机制"):
            yield *praised.span("name"), False

    def _is_name(self, name: str, head: str, *, detailed: bool = False) -> bool:
        if not _SHORTEST_NAME <= len(name) + (not head) <= _LONGEST_NAME:
            return False
        if _INDEFINITE.search(name) or _CLAUSAL.search(name) or self._rules.honours.search(name):
            return False
        modifier = name.removesuffix(head)
        definite = self._rules.says_something(modifier) or (detailed and self._rules.is_detailed(modifier))
        return definite and not (self._rules.is_common(modifier) or self._rules.is_common(name))
