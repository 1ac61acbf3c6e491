"""What the site is called."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from worker.extract.metatags import MetaTags
from worker.extract.structured import JsonLd, Node, as_list, types_of
from worker.strings import NAME_MAX_CHARACTERS, one_line

_META_NAMES = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "al:ios:app_name",
)
_TITLE_SEPARATOR = re.compile(r"\s+[|–—·•»«:-]\s+|\s*[|｜]\s*")
_SITE_TYPES = frozenset({"website", "newsmediaorganization"})


def site_names(
    *, linked: JsonLd, articles: Iterable[Node], metas: MetaTags, title: str | None, url: str
) -> tuple[str, ...]:
    """All names of the site, the best first; the last ones are its host and the host's label.

    og:site_name comes before JSON-LD's publisher: it names the paper, the publisher its company.

    Args:
        title: the text of <title>, which often ends with the site's name.
        url: the page's address.
    """
    raw: list[object] = [metas.first(_META_NAMES[:1])]
    for node in articles:
        raw += [_name(linked.resolve(value)) for value in as_list(node.get("publisher"))]
    raw += [node.get("name") for node in linked.nodes if types_of(node) & _SITE_TYPES]
    raw += metas.all(_META_NAMES[1:])
    raw += _in_title(title, url)
    names = (one_line(value, max_characters=NAME_MAX_CHARACTERS) for value in raw)
    kept = [name for name in names if name and not name.startswith(("http://", "https://", "@"))]
    return tuple(dict.fromkeys((*kept, *_host_names(url))))


def named_site(names: tuple[str, ...], url: str) -> str | None:
    """The first of `site_names` that the page itself gave; None where only its host is known."""
    hosts = _host_names(url)
    return next((name for name in names if name not in hosts), None)


def _name(value: object) -> object:
    return value.get("name") if isinstance(value, dict) else value


def _in_title(title: str | None, url: str) -> list[str]:
    """The part of <title> that spells the host: "The Example" of theexample.org."""
    hosts = {_key(name) for name in _host_names(url)}
    parts = _TITLE_SEPARATOR.split(title or "")
    return [part for part in (parts[-1], parts[0]) if len(parts) > 1 and _key(part) in hosts]


def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _host_names(url: str) -> tuple[str, ...]:
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ()
    labels = host.split(".")
    second = labels[-2] if len(labels) > 1 and not labels[-1].isdigit() else ""
    return tuple(name for name in (host, second) if len(name) > 2)
