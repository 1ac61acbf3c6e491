"""Compiled XPath expressions whose results have a type."""

from typing import cast

from lxml import etree
from lxml.html import HtmlElement


class Elements:
    """An expression that selects elements."""

    def __init__(self, expression: str) -> None:
        self._find = etree.XPath(expression)

    def of(self, tree: HtmlElement) -> list[HtmlElement]:
        """The elements, in document order."""
        return cast("list[HtmlElement]", self._find(tree))


class Texts:
    """An expression that selects text."""

    def __init__(self, expression: str) -> None:
        self._find = etree.XPath(expression)

    def of(self, tree: HtmlElement) -> list[str]:
        """The texts, in document order."""
        return cast("list[str]", self._find(tree))


class Is:
    """An expression that is true or false of a tree."""

    def __init__(self, expression: str) -> None:
        self._find = etree.XPath(f"boolean({expression})")

    def of(self, tree: HtmlElement) -> bool:
        """Whether it holds."""
        return cast("bool", self._find(tree))
