"""What happens to a text before it is embedded: the same for passages and queries, in every encoder."""

from __future__ import annotations

import re
import unicodedata

# No piece of the vocabularies in use is longer (SentencePiece's default ``max_sentencepiece_length``), so text
# beyond this many characters a token cannot reach the model and need not be tokenised.
LONGEST_PIECE = 16

# Controls other than white space, and lone surrogates: no model knows them, a NUL ends text in C libraries, and
# the tokenizer refuses surrogates.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_WHITE_SPACE = re.compile(r"\s+")


def text_to_embed(text: str, max_tokens: int) -> str:
    """Return ``text`` as it goes to the tokenizer, without the prompt.

    NFC; controls and lone surrogates removed; runs of white space (line ends, U+3000) made one space; cut to
    ``max_tokens * LONGEST_PIECE`` characters, so that a text of any length costs the same. May be empty.
    """
    # Cut roughly before the work and exactly after it: white space may be most of a text.
    text = _WHITE_SPACE.sub(" ", _FORBIDDEN.sub("", text)).strip()
    return unicodedata.normalize("NFC", text[: max_tokens * LONGEST_PIECE])
