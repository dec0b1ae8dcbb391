"""Sentences that speak to a language model instead of to readers: no report needs them, so a model gets none of them."""

from __future__ import annotations

import re

from corpus.text import fold, visible

_ORDER = r"(?:忽略|无视|忘记|忘掉|不要理会|不用理会|不必理会|抛开|覆盖|停止执行|不再遵守|不要遵守)"
_ORDERED = r"(?:指令|指示|提示|要求|规则|命令|设定|约束|限制|内容|资料|对话|说明)"
_SIGNS = re.compile(
    rf"{_ORDER}[^。；;]{{0,8}}(?:以上|上述|之前|此前|前面|先前|所有|一切|任何|系统|原来|其他|其它)[^。；;]{{0,8}}{_ORDERED}"
    r"|系统(?:提示词?|指令|消息)|提示词|你(?:现在)?(?:是|作为|扮演)[^。]{0,10}(?:助手|模型|机器人|ai|专家)|(?:语言|大)模型[^。]{0,8}(?:请|必须|应当|需)"
    r"|(?:请|必须|务必|只需?|直接|改为|应当)(?:你)?(?:直接|只|如实|统一|一律)?(?:回答|输出|回复|答复|复述|打印)(?:[:“\"'‘]|为|说|成|以下|如下|下面|这句|该句|问题时)"
    r"|(?:请|必须|务必|只|直接|改为)(?:你)?(?:直接|只|统一|一律)?(?:输出|打印|复述)"
    r"|(?:回答|输出|回复)(?:中|时|里|结果)?(?:必须|务必|一律|只能|应当?|要)(?:写|说|包含|包括|出现|注明|加上|引用|填)|在(?:你的)?(?:回答|输出|回复)(?:中|里|末尾|开头)"
    r"|ignore(?:all|any|the|your)*(?:previous|above|prior)|disregard(?:all|any|the)|system:|assistant:|user:|systemprompt|youare(?:a|an|now)"
    r"|<\|?/?(?:im_start|im_end|system|inst|资料|think)|\[/?inst\]|\[s\d+\]|###\s?(?:instruction|system|指令)"
)


def addresses_a_model(sentence: str) -> bool:
    """Tell whether a sentence gives orders to a language model."""
    return _SIGNS.search(visible(fold(sentence))) is not None
