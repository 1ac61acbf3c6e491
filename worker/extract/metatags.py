"""The <meta> tags of a page, in one pass, by name."""

from collections.abc import Iterable

from lxml.html import HtmlElement

_NAME_ATTRIBUTES = ("property", "name", "itemprop", "http-equiv")
_TAGS_MAX = 500
_VALUES_MAX = 30  # of one name: some pages repeat article:tag a thousand times


class MetaTags:
    """What `<meta property|name|itemprop="…" content="…">` say; names in lower case."""

    __slots__ = ("_values",)

    def __init__(self, tree: HtmlElement) -> None:
        self._values: dict[str, list[str]] = {}
        for count, element in enumerate(tree.iter("meta")):
            if count >= _TAGS_MAX:
                break
            self._add(element)

    def first(self, names: Iterable[str]) -> str | None:
        """The first value of the first of these names that the page gives; never blank."""
        return next((values[0] for name in names if (values := self._values.get(name))), None)

    def all(self, names: Iterable[str]) -> list[str]:
        """All values of all these names, in order of the names."""
        return [value for name in names for value in self._values.get(name, ())]

    def _add(self, element: HtmlElement) -> None:
        content = (element.get("content") or "").strip()
        if not content:
            return
        for attribute in _NAME_ATTRIBUTES:
            name = (element.get(attribute) or "").strip().lower()
            values = self._values.setdefault(name, []) if name else []
            if len(values) < _VALUES_MAX:
                values.append(content)
