"""Text as a search compares it: without case, accents or curly quotes, in any script."""

import unicodedata

_STRAIGHT = str.maketrans("’‘‚‛“”„‟«»–—−", '\'\'\'\'""""""---')


def plain(text: str) -> str:
    """``text`` casefolded, composed and decomposed letters alike, combining marks dropped, quotes and dashes straight, blanks single."""
    folded = unicodedata.normalize("NFKD", text.translate(_STRAIGHT).casefold())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFC", bare.casefold()).split())
