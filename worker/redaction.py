"""Hiding secrets in URLs before they are shown: user names, passwords, and what looks like a token.

It works on any text, also on what is no URL, and hides too much rather than too little.
"""

import re
from urllib.parse import unquote_plus

HIDDEN = "***"

_SECRET_NAME = re.compile(
    r"(?i)token|secret|passw|passphrase|pwd|api[-_.]?key|auth(?!or)|signature|session|sessid|"
    r"credential|jwt|bearer|(?:access|private|account|client|app|subscription|shared)[-_.]?key|"
    r"(?:^|[-_.\[])(?:pass|sig|key|sid|otp|pin|hmac|ticket|hdnea|hdnts)\]?$"
)
#: Wherever they stand: JSON Web Tokens, and tokens that carry their issuer's mark.
_ISSUED_TOKEN = re.compile(
    r"eyJ[\w-]{8,}[\w.-]*|"
    r"\b(?:gh[opsur]_|github_pat_|glpat-|sk-|[sr]k_live_|xox[abprs]-|AKIA|ASIA|AIza)[\w-]{12,}"
)
#: A long run of random characters; the words of a title are set apart by hyphens.
_RANDOM = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_+/~]{32,}=*")
#: A value without a name has nothing to vouch for it: shorter ones count too.
_NAMELESS_RANDOM = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_+/~]{16,}=*")
_NESTED_USER = re.compile(r"//[^/?#\s]*@")
_NESTED_NAME = re.compile(r"([^=?&;#]+)=")
_PAIR = re.compile(r"([?&;#])([^=?&;#]*)(?:(=)([^&;#]*))?")
_AUTHORITY = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*:)?([/\\]*)([^/?#\\]*)")
_PORT = re.compile(r"(?:\[[^\]]*\]|[^:]*)(?::[0-9]*)?")


def redact(url: str) -> str:
    """A URL fit for logs and task queues: secrets are `***`, unprintable characters are `?`."""
    before, rest = _split_off_user(url)
    shown = _ISSUED_TOKEN.sub(HIDDEN, before + _PAIR.sub(_shown_pair, rest))
    return "".join(character if character.isprintable() else "?" for character in shown)


def _split_off_user(url: str) -> tuple[str, str]:
    """Scheme and host without user and password, and all that follows."""
    found = _AUTHORITY.match(url)
    assert found is not None  # every part of it may be empty
    lead, authority, rest = (found[1] or "") + found[2], found[3], url[found.end() :]
    if "@" not in authority and not _PORT.fullmatch(authority) and "@" in rest:
        # What follows the colon is no port: a password with a "/", "?" or "#" in it.
        authority, rest = "@" + rest.rpartition("@")[2], ""
    _, at, host = authority.rpartition("@")
    return lead + (f"{HIDDEN}@{host}" if at else authority), rest


def _shown_pair(pair: re.Match[str]) -> str:
    mark, name, equals, value = pair[1], pair[2], pair[3], pair[4]
    if equals is None:
        is_secret = mark != "#" and _NAMELESS_RANDOM.fullmatch(name)
        return mark + (HIDDEN if is_secret else name)
    if value and (_SECRET_NAME.search(_plain(name)) or _holds_secret(_plain(value))):
        value = HIDDEN
    return f"{mark}{name}={value}"


def _holds_secret(value: str) -> bool:
    """A token, or a URL that carries a user or a secret of its own."""
    return (
        _RANDOM.fullmatch(value) is not None
        or _NESTED_USER.search(value) is not None
        or any(_SECRET_NAME.search(nested[1]) for nested in _NESTED_NAME.finditer(value))
    )


def _plain(text: str) -> str:
    """Without escapes, also those of escapes."""
    return unquote_plus(unquote_plus(text))
