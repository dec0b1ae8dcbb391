"""txtai's BM25 over jieba's words."""

from __future__ import annotations

import jieba
from txtai.scoring import BM25  # type: ignore[import-not-found]

jieba.initialize()


class JiebaBM25(BM25):  # type: ignore[misc]
    """BM25 whose tokens are jieba's; punctuation is left out, as txtai's own tokenizer does."""

    def tokenize(self, text: str) -> list[str]:
        """Return the words of a text."""
        return [word for word in jieba.lcut(text.lower()) if any(character.isalnum() for character in word)]
