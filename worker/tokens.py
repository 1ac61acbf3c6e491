"""Telling tokens from words: strings that somebody drew at random, by their form alone."""

import re
from itertools import pairwise

#: Wherever they stand: JSON Web Tokens, and tokens that carry their issuer's mark.
ISSUED = re.compile(
    r"eyJ[\w-]{8,}[\w.-]*|"
    r"\b(?:gh[opsur]_|github_pat_|glpat-|sk-|[sr]k_live_|xox[abprs]-|AKIA|ASIA|AIza)[\w-]{12,}|"
    r"\bbot[0-9]{6,}:[\w-]{20,}"
)
#: A long run of random characters; the words of a title are set apart by hyphens.
_RANDOM = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_+/~]{32,}=*")
#: A value without a name has nothing to vouch for it: shorter ones count too.
_NAMELESS_RANDOM = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_+/~]{16,}=*")
_SEGMENT = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_+~:=-]{20,}")
_RUN = re.compile(r"[A-Za-z0-9]+")
#: Of neighbours in a segment so many are of different kinds (capital, small letter, digit). Random
#: hexadecimal has 47 %, base64 62 %, a title in camel case 40 %, one with hyphens and years 5 %.
_SHARE_OF_CHANGES = 0.33
#: A digest, whole.
_DIGEST = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Fa-f]*[A-Fa-f])(?:[0-9a-f]{32,}|[0-9A-F]{32,})")
_UUID = re.compile(r"(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LONGEST_LOOKED_AT = 2048


def is_random_value(value: str) -> bool:
    """Whether the value of a parameter is one long run of random characters."""
    return _RANDOM.fullmatch(value) is not None


def is_random_alone(text: str) -> bool:
    """Whether a query that is one word without a name is random."""
    return _NAMELESS_RANDOM.fullmatch(text) is not None


def is_random_segment(segment: str) -> bool:
    """Whether a segment of a path is plainly a token.

    No UUID is: newspapers number their articles by them. Nor is a title, with a number in it or at
    its end.
    """
    if len(segment) > _LONGEST_LOOKED_AT or _UUID.fullmatch(segment):
        return False
    if _SEGMENT.fullmatch(segment) is None:
        return False
    if _DIGEST.fullmatch(segment):
        return True
    pairs = changes = 0
    for run in _RUN.findall(segment):
        kinds = [_kind(character) for character in run]
        pairs += len(kinds) - 1
        changes += sum(one != other for one, other in pairwise(kinds))
    return changes > _SHARE_OF_CHANGES * max(1, pairs)


def _kind(character: str) -> int:
    return 0 if character.isdigit() else 1 if character.isupper() else 2
