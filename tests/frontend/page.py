"""A small reader of our own pages for tests: elements by id, tag and attribute."""

from __future__ import annotations

from html.parser import HTMLParser


class Element(dict[str, str]):
    """An element's attributes, with its tag and text."""

    def __init__(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        super().__init__((name, value or "") for name, value in attributes)
        self.tag = tag
        self.text = ""


class Page(HTMLParser):
    VOID = frozenset({"input", "br", "hr", "meta", "link", "img", "use"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, attrs)
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        return [
            element
            for element in self.elements
            if (not tag or element.tag == tag) and all(element.get(k) == v for k, v in attributes.items())
        ]

    def by_id(self, id_: str) -> Element:
        (element,) = self.all(id=id_)
        return element
