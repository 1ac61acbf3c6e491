"""JSON-LD: what a page says of itself for machines, read with patience.

Publishers' JSON-LD holds comments, trailing commas, raw line ends and unescaped quotes; it repeats
the page's article under several types, and it describes other articles (lists, related ones) beside
it. Knows schema.org's vocabulary; what a field's value means is for the modules that ask.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml.html import HtmlElement

Node = Mapping[str, Any]

ARTICLE_TYPES = frozenset(
    {
        "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle", "reviewnewsarticle", "askpublicnewsarticle", "satiricalarticle",
        "advertisercontentarticle", "scholarlyarticle", "techarticle", "medicalscholarlyarticle",
        "report", "blogposting", "liveblogposting", "socialmediaposting", "discussionforumposting",
        "criticreview",
    }
)  # fmt: skip
LIST_TYPES = frozenset({"collectionpage", "itemlist", "searchresultspage", "blog", "archivepage"})

#: Where the page's own article stands; lists, related articles and parts stand elsewhere.
_OWN_KEYS = ("@graph", "mainEntity", "mainEntityOfPage", "@included")

_SCRIPT_MAX_CHARACTERS = 2_000_000
_NODES_MAX = 2000
_DEPTH_MAX = 6

_STRING_OR_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|/\*.*?\*/|//[^\n]*', re.DOTALL)
_STRING_OR_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', re.DOTALL)
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_WRAPPING = re.compile(
    r"\A\s*(?:<!--|/\*|//)?\s*(?:<!\[CDATA\[)?\s*(?:\*/)?|(?:/\*|//)?\s*\]\]>.*\Z|-->\s*\Z"
)
_SALVAGED = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated|description|isAccessibleForFree|articleSection'
    r'|url)"\s*:\s*(?:"((?:\\.|[^"\\])*)"|(true|false))',
    re.IGNORECASE,
)
_SALVAGED_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"([A-Za-z]+)"')


@dataclass(frozen=True, slots=True)
class JsonLd:
    """All nodes of a page's JSON-LD that stand where the page speaks of itself."""

    nodes: tuple[Node, ...]
    by_id: Mapping[str, Node]
    broken_count: int  #: scripts that were no JSON even after repair

    def articles(self) -> list[Node]:
        """Nodes of an article's type, in order of appearance."""
        return [node for node in self.nodes if types_of(node) & ARTICLE_TYPES]

    def resolve(self, value: Any) -> Any:
        """The node that a bare reference (`{"@id": …}`) names; anything else as it is."""
        if isinstance(value, Mapping) and set(value) <= {"@id", "@type"}:
            return self.by_id.get(str(value.get("@id")), value)
        return value


def types_of(node: Node) -> set[str]:
    """The node's types in lower case, without their vocabulary's prefix."""
    return {
        re.split(r"[/#:]", kind)[-1].lower()
        for kind in as_list(node.get("@type"))
        if isinstance(kind, str)
    }


def as_list(value: Any) -> Sequence[Any]:
    """JSON-LD writes one value and a list of one alike."""
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def read(tree: HtmlElement) -> JsonLd:
    ""
    "All JSON-LD of a page; broken scripts are repaired, or at least searched for the usual fields."
    ""
    nodes: list[Node] = []
    by_id: dict[str, Node] = {}
    broken_count = 0
    for script in tree.iterfind(".//script[@type]"):
        source = script.text
        if not source or "ld+json" not in script.get("type", "").lower():
            continue
        documents = loads(source[:_SCRIPT_MAX_CHARACTERS])
        if documents is None:
            broken_count += 1
            documents = _salvage(source[:_SCRIPT_MAX_CHARACTERS])
        for node in _own_nodes(documents, 0):
            if len(nodes) >= _NODES_MAX:
                break
            nodes.append(node)
            if isinstance(node.get("@id"), str) and len(node) > 1:
                by_id.setdefault(node["@id"], node)
    return JsonLd(tuple(nodes), by_id, broken_count)


def loads(source: str) -> list[Any] | None:
    """Parse one script: as it is, else repaired; None where it is no JSON even then."""
    documents = _decode_all(source)
    if documents is not None:
        return documents
    repaired = _WRAPPING.sub("", source)
    if '"' not in repaired and "&quot;" in repaired:
        repaired = unescape(repaired)
    repaired = _STRING_OR_COMMENT.sub(lambda m: m.group(1) or " ", repaired)
    repaired = _STRING_OR_COMMA.sub(lambda m: m.group(1) or "", repaired)
    return _decode_all(_BAD_ESCAPE.sub(r"\\\\", repaired))


_DECODER = json.JSONDecoder(strict=False)  # not strict: raw line ends and tabs within strings


def _decode_all(source: str) -> list[Any] | None:
    """One or several JSON values after each other, with stray semicolons between them."""
    documents: list[Any] = []
    at, end = 0, len(source)
    while True:
        while at < end and source[at] in " \t\r\n;,\ufeff\xa0":
            at += 1
        if at >= end:
            return documents
        try:
            value, at = _DECODER.raw_decode(source, at)
        except (ValueError, RecursionError):  # also numbers of thousands of digits
            return None
        documents.append(value)


def _own_nodes(value: Any, depth: int) -> Iterator[Node]:
    if depth > _DEPTH_MAX:
        return
    if isinstance(value, list):
        for item in value[:_NODES_MAX]:
            yield from _own_nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in _OWN_KEYS:
            if isinstance(value.get(key), dict | list):
                yield from _own_nodes(value[key], depth + 1)


def _salvage(source: str) -> list[Any]:
    ""
    "What a regular expression finds in a script that is no JSON: the first value of each field."
    ""
    node: dict[str, Any] = {}
    if kind := _SALVAGED_TYPE.search(source):
        node["@type"] = kind.group(1)
    for match in _SALVAGED.finditer(source):
        text, word = match.group(2), match.group(3)
        node.setdefault(match.group(1), word.lower() == "true" if word else _unescaped(text))
    return [node] if len(node) > 1 else []


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
