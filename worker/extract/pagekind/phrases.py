"""Phrases of many languages, looked for together."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

_MARKS = re.compile("[\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad]")


def compile_phrases(by_language: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """One pattern for all phrases, to be used on `folded` text; the longest wins."""
    phrases = {folded(phrase) for group in by_language.values() for phrase in group}
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join(_bounded(phrase) for phrase in ordered))


def folded(text: str) -> str:
    """Lower case, one kind of apostrophe, blank and yeh, no marks that can't be seen."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _MARKS.sub("", text).replace("’", "'").replace("ي", "ی").replace("ك", "ک")
    return " ".join(text.split())


def _bounded(phrase: str) -> str:
    """A phrase starts and ends at a word's edge, where its script has such edges."""
    escaped = re.escape(phrase)
    before = r"\b" if phrase[0].isalnum() and not _is_dense(phrase[0]) else ""
    after = r"\b" if phrase[-1].isalnum() and not _is_dense(phrase[-1]) else ""
    return before + escaped + after


def _is_dense(character: str) -> bool:
    return "\u0e00" <= character <= "\u0e7f" or character >= "\u3000"
