"""Hiding secrets in URLs before they are shown: user names, passwords, and what looks like a token.

It works on any text, also on what is no URL. For logs, traces and screens it hides too much rather
than too little (`redact`, `redact_text`). What is handed on to consumers, who have to find the page
again, loses only what is certainly a secret (`redact_certain`).
"""

import re
from urllib.parse import unquote_plus

from worker import tokens

HIDDEN = "***"

_SECRET_NAME = re.compile(
    r"(?i)token|secret|passw|passphrase|pwd|api[-_.]?key|auth(?!or)|signature|session|sessid|"
    r"credential|jwt|bearer|(?:access|private|account|client|app|subscription|shared)[-_.]?key|"
    r"(?:^|[-_.\[])(?:pass|sig|key|sid|otp|pin|hmac|ticket|code|hdnea|hdnts)\]?$"
)
#: Names that pages have for other things too: `?key=`, `?sid=101`, `?code=`, `?pin=`.
_COMMON_NAME = re.compile(r"(?i)key|sid|pin|ticket|code|session|auth")
#: What stands for no secret where its name is a common one: a number, or a word.
_PLAIN_VALUE = re.compile(r"[0-9]{1,12}|[A-Za-z]{1,15}|[0-9-]{1,16}|[\w-]{1,7}")
#: In running text, `session=closed` or `code=404`.
_PLAIN_WORD = re.compile(r"[0-9]{1,12}|[A-Za-z]{1,15}")
#: A segment of a path behind which the next one is a secret, whatever it looks like.
_SECRET_SEGMENT = re.compile(
    r"(?i)private|secret|tokens?|api[-_]?keys?|auth[-_]?keys?|access[-_]?keys?|signed"
)
_NESTED_USER = re.compile(r"//[^/?#\s]*@")
_NESTED_NAME = re.compile(r"([^=?&;#]+)=")
_PAIR = re.compile(r"([?&;#])([^=?&;#]*)(?:(=)([^&;#]*))?")
_AUTHORITY = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*:)?([/\\]*)([^/?#\\]*)")
_PORT = re.compile(r"(?:\[[^\]]*\]|[^:]*)(?::[0-9]*)?")
_TOKENISH = re.compile(r"[A-Za-z0-9_+~:=-]{8,}")

#: In running text: a URL, or a path with its query as HTTP libraries quote it.
_URL_IN_TEXT = re.compile(
    r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{0,20}:[/\\]{2}[^\s\"'<>`]+|"
    r"(?<![\w./:-])/[^\s\"'<>`]+"
)
#: A pair, bare or quoted: `token=x`, `'token': 'x'`, `"password": "x"`.
_PAIR_IN_TEXT = re.compile(
    r"(?<![\w%-])(['\"]?)([\w.%\[\]-]{2,60})\1(\s?[=:]\s?)(['\"]?)([^\s'\"&;,)}\]]+)"
)
_HEADER_IN_TEXT = re.compile(
    r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie2?)(['\"]?\s*[:=,]\s*)"
    r"(?:(['\"]).*?\3|[^\r\n'\"]+)"
)
#: In prose `code: 404` and `session: closed` tell something; only these names hide whatever it is.
_PROSE_NAME = re.compile(
    r"(?i)(?:^|[-_.\[])(?:\w*token|\w*secret|passw\w*|pwd|api[-_.]?key|signature|sig|jwt|"
    r"access[-_.]?key|session[-_.]?id|jsessionid|phpsessid|sid|credential)\]?$"
)


def redact(url: str) -> str:
    """A URL fit for logs and task queues: secrets are `***`, unprintable characters are `?`."""
    return printable(_redacted(url, is_certain=False))


def redact_certain(url: str) -> str:
    """A URL fit for consumers: only what is certainly a secret is `***`, so that the rest works.

    Certain are users and passwords, tokens with their issuer's mark, parameters that are named so
    (where a page number can't be meant), and what follows `/private/` or `/token/` in a path.
    """
    return printable(_redacted(url, is_certain=True))


def redact_text(text: str) -> str:
    """Any text, such as an exception's, with the secrets of its URLs, pairs and headers hidden."""
    if "/" in text or "\\" in text:
        text = _URL_IN_TEXT.sub(lambda found: _redacted(found[0], is_certain=False), text)
    if "=" in text or ":" in text:
        text = _HEADER_IN_TEXT.sub(lambda found: f"{found[1]}{found[2]}{HIDDEN}", text)
        text = _PAIR_IN_TEXT.sub(_shown_pair_in_text, text)
    return tokens.ISSUED.sub(HIDDEN, text)


def printable(text: str) -> str:
    """The text with `?` for whatever a terminal doesn't print."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else "?" for character in text)


def _redacted(url: str, *, is_certain: bool) -> str:
    before, rest = _split_off_user(url)
    at = re.search(r"[?#;]", rest)
    path, query = (rest[: at.start()], rest[at.start() :]) if at else (rest, "")
    path = _shown_path(path, is_certain=is_certain)
    query = _PAIR.sub(lambda pair: _shown_pair(pair, is_certain=is_certain), query)
    return tokens.ISSUED.sub(HIDDEN, before + path + query)


def _split_off_user(url: str) -> tuple[str, str]:
    """Scheme and host without user and password, and all that follows."""
    if url.startswith("/") and not url.startswith(("//", "/\\")):
        return "", url  # a path alone
    found = _AUTHORITY.match(url)
    assert found is not None  # every part of it may be empty
    lead, authority, rest = (found[1] or "") + found[2], found[3], url[found.end() :]
    if "@" not in authority and not _PORT.fullmatch(authority) and "@" in rest:
        # What follows the colon is no port: a password with a "/", "?" or "#" in it.
        authority, rest = "@" + rest.rpartition("@")[2], ""
    _, at, host = authority.rpartition("@")
    return lead + (f"{HIDDEN}@{host}" if at else authority), rest


def _shown_path(path: str, *, is_certain: bool) -> str:
    segments = path.split("/")
    follows_secret = False
    for place, segment in enumerate(segments):
        plain = _plain(segment)
        is_certainly = follows_secret and _is_long_token(plain)
        if is_certainly or (not is_certain and tokens.is_random_segment(plain)):
            segments[place] = HIDDEN
        follows_secret = _SECRET_SEGMENT.fullmatch(plain) is not None
    return "/".join(segments)


def _is_long_token(segment: str) -> bool:
    """Not the next section's name, as in /private/equity/."""
    return _TOKENISH.fullmatch(segment) is not None and any(c.isdigit() for c in segment)


def _shown_pair(pair: re.Match[str], *, is_certain: bool) -> str:
    mark, name, equals, value = pair[1], pair[2], pair[3], pair[4]
    if equals is None:
        is_secret = not is_certain and mark != "#" and tokens.is_random_alone(name)
        return mark + (HIDDEN if is_secret else name)
    if not value:
        return f"{mark}{name}="
    if _is_secret_pair(_plain(name), _plain(value), is_certain=is_certain):
        value = HIDDEN
    return f"{mark}{name}={value}"


def _is_secret_pair(name: str, value: str, *, is_certain: bool) -> bool:
    if _SECRET_NAME.search(name):
        is_other = is_certain and _COMMON_NAME.fullmatch(name) and _PLAIN_VALUE.fullmatch(value)
        return not is_other
    if _NESTED_USER.search(value):
        return True
    if any(_SECRET_NAME.search(nested[1]) for nested in _NESTED_NAME.finditer(value)):
        return True
    return not is_certain and tokens.is_random_value(value)


def _shown_pair_in_text(pair: re.Match[str]) -> str:
    quote, name, between, value_quote, value = pair.groups()
    plain = _plain(name)
    is_prose = ":" in between and between.endswith(" ") and not quote and value.isalpha()
    is_query = between == "=" and _SECRET_NAME.search(plain) and not _PLAIN_WORD.fullmatch(value)
    if value != HIDDEN and not is_prose and (_PROSE_NAME.search(plain) or is_query):
        value = HIDDEN
    return f"{quote}{name}{quote}{between}{value_quote}{value}"


def _plain(text: str) -> str:
    """Without escapes, also those of escapes."""
    return unquote_plus(unquote_plus(text)) if "%" in text or "+" in text else text
