"""Pages that are read as a browser or a screen reader does: elements, tables, links."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

from race.times import Time
from tests.tui.app_on_stage import LONDON
from tests.tui.views.scenes import recording_of
from tui.report.page import page
from tui.report.race_report import Choices, race_report, report_scene


class Page(HTMLParser):
    """The elements of a page in order, and its tables as text by caption."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.headings: list[tuple[str, str]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.texts: list[str] = []
        self._open = ""
        self._caption = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._open = tag
        if tag == "caption":
            self._caption = ""
        elif tag == "tr":
            self.tables.setdefault(self._caption, []).append([])
        elif tag in ("td", "th"):
            self.tables[self._caption][-1].append("")
        elif tag in ("h1", "h2", "h3"):
            self.headings.append((tag, ""))

    def handle_endtag(self, _tag: str) -> None:
        """End an element."""
        self._open = ""

    def handle_data(self, data: str) -> None:
        """Read text where it belongs."""
        if self._open == "style":
            return
        self.texts.append(data)
        if self._open == "caption":
            self._caption += data
        elif self._open in ("td", "th"):
            self.tables[self._caption][-1][-1] += data.strip("\n")
        elif self._open in ("h1", "h2", "h3"):
            self.headings[-1] = self._open, self.headings[-1][1] + data

    def values(self, attribute: str) -> list[str]:
        """Every value of an attribute."""
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


@cache
def page_of(race: str, at: str = "") -> Page:
    """The report of a race of the library, at its end or at a time; of the London mile with a comparison."""
    recording = recording_of(race)
    compared = ("Farken", "Kerr") if race == LONDON else None
    at_ms = Time.parse(at).ms if at else recording.end_ms
    return Page(page(race_report(report_scene(recording, at_ms), Choices(compared))))
