"""What a window of a query may stand for: terms and words that sound like it, look like it, or lack one character."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from search.known_words import KnownWords, rare_words
from search.pinyin import readings
from search.term_index import TermIndex

# What stands alone in good text: grammar, units, numbers, institutions, and verbs that begin headings.
SINGLE = frozenset(
    "的之和与及或并在等对为以于从由向把被将使让给到按据因而但其该本此每各某是有无不未没可能会要应须当得着了过也都就还又再才"
    "很更最较太全总整单双多少几两半一二三四五六七八九十百千万亿零〇元角分年月日时周季天次回遍起件个名人户家条项份篇章节"
    "款号级类种批组队班支部间处所站点线面网片区块省市县旗州盟镇乡村街社局厅委办院会党团法条例令函书表单证"
    "上下中内外前后左右东西南北里间旁边高低大小新旧好坏强弱快慢长短深浅优劣率量值度化性型式力者员长官民"
    "抓促建强推做办管治用学讲教育查看听说写读打创评考奖惩改革放服保护防控稳增减免补助"
)
# Characters taken for each other by eye; those that sound alike are found by sound.
_LOOKALIKES = (
    "治冶 复夏 援授暖 诉拆折析 裁栽载 士土 未末 干千于 己已巳 侯候 陪倍部 法怯 督瞥 调凋 纠纤 "
    "讼颂松 权杈 微徽 戒戎 券卷 赃脏 既即 履覆 拔拨 宣宜 规现 抓爪 异导 准淮 决诀 今令 查杳 "
    "县具 贵责 住任 件仵 政攻 执热 监盐 管菅 众从 津律 师帅 纷份 解懈 予矛 社杜 区匹 正止 "
    "辨辩 仲仰 刑邢 徒徙 违遗 罚罸 慎镇 桥侨 枫讽 庭廷 询洵 验俭 险检 证征 讯迅 审宙 核该 "
    "赔陪 偿尝 惩征 奖桨 诺若 承丞 惠患 坏环 抱报 措借 惯贯 晴睛清情 密蜜 待侍 辩辨 拨拔 "
    "栏拦 炼练 记纪 摸模 廉谦 续读 蒙朦 凭赁"
)
_LOOKS_LIKE = frozenset(a + b for group in _LOOKALIKES.split() for a in group for b in group if a != b)


class Slip(IntEnum):
    """What went wrong; the value is what it costs, against the rarity of words, more for what happens less.

    Set on the first list of tests/search/test_suggest.py; the other lists were written afterwards.
    """

    SOUND = 2
    DOUBLED = 2
    BLURRED = 3
    SWAPPED = 4
    SHAPE = 4
    MISSING = 5
    OTHER = 7


# From here on a correction is a guess, however well it fits.
GUESS = Slip.MISSING


class Slips:
    """Finds what windows may stand for."""

    def __init__(self, known: KnownWords, index: TermIndex) -> None:
        self._known, self._index = known, index
        self._used = frozenset(character for word in index.words for character in word)

    def meant(self, window: str, stray: list[int], *, whole: bool) -> dict[str, int]:
        """Return the words that ``window`` may stand for, with what the slip costs.

        :param stray: positions of characters that belong to no word.
        :param whole: whether the window is all that was typed.
        """
        found: dict[str, int] = {}
        options = (*self.sounding(window), *self._looking(window, stray), *self._longer(window, whole=whole))
        for word, cost in (*options, *self._turned(window)):
            # Two characters amid others are too little to go by: 提质 is no 地质, 铸牢 no 筑牢.
            if len(window) > 2 or (whole and self._is_plain(window, word)):
                found[word] = min(cost, found.get(word, cost))
        return found

    def sounding(self, window: str) -> Iterator[tuple[str, int]]:
        """Yield the words that sound like ``window`` and share half of its characters."""
        for word in self._index.sounding(window):
            changed = [(a, b) for a, b in zip(window, word, strict=True) if a != b]
            if changed and len(changed) * 2 <= len(word):
                yield word, sum(Slip.SOUND if set(readings(a)) & set(readings(b)) else Slip.BLURRED for a, b in changed)

    def _is_plain(self, window: str, word: str) -> bool:
        """Tell whether two characters can only stand for ``word``: 宣船."""
        return len(word) == 2 and (
            all(readings(a)[0] == readings(b)[0] for a, b in zip(window, word, strict=True))
            and SINGLE.isdisjoint(window)
            and window not in rare_words()
            and self._known.is_frequent(word)
        )

    def _turned(self, window: str) -> Iterator[tuple[str, int]]:
        """Yield the terms of two words that were typed the wrong way round, with a slip: 复议行证."""
        if len(window) == 4:
            for word, cost in self.sounding(window[2:] + window[:2]):
                if word in self._known.terms:
                    yield word, cost + Slip.SWAPPED

    def _looking(self, window: str, stray: list[int]) -> Iterator[tuple[str, int]]:
        """Yield the words with one other character, or two swapped."""
        if len(window) < 3:
            return
        for word in self._index.one_other(window):
            first, *more = (at for at, (a, b) in enumerate(zip(window, word, strict=True)) if a != b)
            if more:
                if word[first : first + 2] == window[first : first + 2][::-1] and more == [first + 1]:
                    yield word, Slip.SWAPPED
            elif window[first] + word[first] in _LOOKS_LIKE:
                yield word, Slip.SHAPE
            # At the edge a character more likely belongs to the next word: 公共法律服务开展.
            elif first in stray and 0 < first < len(word) - 1 and word in self._known.terms:
                foreign = window[first] not in self._used
                if len(word) >= 5 or (len(word) == 4 and foreign):
                    yield word, Slip.OTHER

    def _longer(self, window: str, *, whole: bool) -> Iterator[tuple[str, int]]:
        """Yield the words with a doubled character taken out, or a missing one put in."""
        for at in range(1, len(window)):
            word = window[:at] + window[at + 1 :]
            if window[at] == window[at - 1] and word in self._index.words:
                # 农村村级 and 在建建筑 are good; 法律服服务 is not.
                inside = 1 < at < len(window) - 1 and word in self._known.terms and len(word) >= 4
                if inside or window[at] not in SINGLE:
                    yield word, Slip.DOUBLED
        if len(window) < 3:
            return
        for word in self._index.one_longer(window):
            inner = word[0] == window[0] and word[-1] == window[-1]
            if word in self._known.terms and (inner or whole):
                yield word, Slip.MISSING
