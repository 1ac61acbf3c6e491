"""What a robots.txt says to us, after RFC 9309. Pure; getting the file is `robots_file`'s matter.

Our own reading, not protego's: that one takes a group for ours whose name is a part of our token,
and compares paths after decoding them; google/robotstxt, the RFC's reference, does neither.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from worker.fetch.robots_pattern import Pattern, paths_of, patterns_of
from worker.values import RobotsFile

LINE_MAX_LENGTH = 16_664  # google/robotstxt: eight times the longest URL; the rest is cut off

_BOM = b"\xef\xbb\xbf"
#: RFC 9309 knows no digits in it; names in real files do.
_TOKEN = re.compile(r"[A-Za-z0-9_-]*")

#: As they are written in real files; google/robotstxt accepts the same misspellings.
_KEYS = {
    "user-agent": "agent",
    "useragent": "agent",
    "user agent": "agent",
    "allow": "allow",
    "disallow": "disallow",
    "dissallow": "disallow",
    "dissalow": "disallow",
    "disalow": "disallow",
    "diasllow": "disallow",
    "disallaw": "disallow",
    "crawl-delay": "delay",
    "crawldelay": "delay",
    "sitemap": "sitemap",
    "site-map": "sitemap",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRules:
    """The rules for one token; those of `*` where its own are missing."""

    patterns: tuple[Pattern, ...] = ()  #: longest first, and `allow` first among equals
    crawl_delay_seconds: float | None = None  #: as written; capping it is the caller's matter
    sitemaps: tuple[str, ...] = ()

    def allows(self, url: str) -> bool:
        """Whether a URL may be fetched: the longest matching rule decides, else it may.

        A URL that is not percent-encoded yet must be allowed in both of its writings.
        """
        return all(self._allows_path(path) for path in paths_of(url))

    def _allows_path(self, path: str) -> bool:
        if path == "/robots.txt":
            return True
        return next((p.is_allow for p in self.patterns if p.matches(path)), True)


def parse_robots(file: RobotsFile, token: str) -> RobotsRules:
    """Read a robots.txt for one product token.

    Args:
        file: any bytes; a status other than 2xx, or HTML, has no rules.
        token: our product token, compared without regard to case.

    Returns:
        Rules; never raises.
    """
    body = file.body.removeprefix(_BOM)
    if not 200 <= file.status < 300 or body.lstrip().startswith(b"<"):
        return RobotsRules()
    groups = _Groups(token.lower())
    sitemaps: list[str] = []
    for key, value in _records(_text(body)):
        if key == "sitemap":
            sitemaps.append(value)
        else:
            groups.add(key, value)
    chosen = groups.chosen()
    patterns = {
        pattern
        for key, value in chosen.rules
        if value
        for pattern in patterns_of(value, is_allow=key == "allow")
    }
    return RobotsRules(
        patterns=tuple(sorted(patterns, key=lambda p: (-p.length, not p.is_allow))),
        crawl_delay_seconds=chosen.delay_seconds,
        sitemaps=tuple(sitemaps),
    )


class _Group:
    def __init__(self) -> None:
        self.is_named = False
        self.rules: list[tuple[str, str]] = []
        self.delay_seconds: float | None = None


class _Groups:
    """The group of our token and that of everybody, gathered from wherever they stand."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._own = _Group()
        self._everybody = _Group()
        self._current: list[_Group] = []
        self._in_rules = False

    def add(self, key: str, value: str) -> None:
        """Take one record, in order."""
        if key == "agent":
            self._name(value)
            return
        self._in_rules = self._in_rules or key != "delay"  # RFC 9309, 2.2.4: others end no group
        for group in self._current:
            if key == "delay":
                group.delay_seconds = _delay_seconds(value)
            else:
                group.rules.append((key, value))

    def chosen(self) -> _Group:
        """Our own group where the file names us at all, else everybody's."""
        return self._own if self._own.is_named else self._everybody

    def _name(self, value: str) -> None:
        if self._in_rules:
            self._current = []
            self._in_rules = False
        named = self._named_by(value)
        if named is not None and named not in self._current:
            named.is_named = True
            self._current.append(named)

    def _named_by(self, value: str) -> _Group | None:
        if value == "*" or value[:2] in ("* ", "*\t"):
            return self._everybody
        found = _TOKEN.match(value)
        return self._own if found and found[0].lower() == self._token else None


def _text(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    return body.decode("utf-8", errors="replace")


def _records(text: str) -> Iterator[tuple[str, str]]:
    for line in re.split(r"[\r\n]+", text):
        content = line[:LINE_MAX_LENGTH].partition("#")[0].strip(" \t\x00\ufeff")
        key, colon, value = content.partition(":")
        if not colon:  # "Disallow /path" is common
            key, _, value = content.replace("\t", " ").partition(" ")
        known = _KEYS.get(key.strip().lower())
        if known is not None:
            yield known, value.strip()


def _delay_seconds(value: str) -> float | None:
    found = re.match(r"\d{1,9}(\.\d{1,9})?", value)
    return float(found[0]) if found else None
