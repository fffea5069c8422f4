"""Reading XML that may have been made to do harm: no entities, no document type, bounded size and depth."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from feeds.errors import FeedError

DEEPEST = 40
MOST_ELEMENTS = 2_000_000
"""In a file; a result list of 15,000 runners with 20 splits each has a million."""
MOST_AT_ONCE = 1_000_000
"""In one of its parts; as a tree each takes some 200 bytes."""

CHUNK = 1 << 16


class XmlElements:
    """The root element of a file, and the elements in it one after another, each with all that it contains.

    Names are without the namespace; elements of any namespace but the expected one are left out.
    """

    def __init__(self, name: str, content: bytes, namespace: str) -> None:
        self._name = name
        self._content = content
        self._namespace = namespace
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._builder = TreeBuilder()
        self._depth = self._foreign = self._count = self._at_once = 0
        self._done: list[Element] = []
        self.root: Element | None = None
        """Without what it contains."""

    def __iter__(self) -> Iterator[Element]:
        """The elements in the root. Raises FeedError where the file is not what it should be."""
        try:
            for start in range(0, len(self._content), CHUNK):
                self._parser.Parse(self._content[start : start + CHUNK])
                done, self._done = self._done, []
                yield from done
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            text = expat.ErrorString(error.code)
            raise self._fault(f"line {error.lineno}: not XML: {text}") from None
        except (LookupError, ValueError) as error:
            raise self._fault(f"cannot be read: {error}") from None
        yield from self._done

    def _fault(self, text: str) -> FeedError:
        return FeedError(f"{self._name}: {text}")

    def _refuse(self, *_: object) -> None:
        raise self._fault("XML with a document type or entities of its own is not read")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        self._at_once += 1
        if self._depth > DEEPEST:
            raise self._fault(f"line {self._parser.CurrentLineNumber}: nested deeper than any result list")
        if self._count > MOST_ELEMENTS or self._at_once > MOST_AT_ONCE:
            raise self._fault("more elements than the results of any event: split the file by classes")
        namespace, _, local = name.rpartition("}")
        if self._foreign or (namespace and namespace != self._namespace):
            self._foreign += 1
        elif self._depth == 1:
            self.root = Element(local, attributes)
        else:
            self._builder.start(local, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._foreign:
            self._foreign -= 1
        elif self._depth:
            element = self._builder.end(name.rpartition("}")[2])
            if self._depth == 1:
                self._done.append(element)
                self._builder, self._at_once = TreeBuilder(), 0

    def _text(self, data: str) -> None:
        if not self._foreign and self._depth > 1:
            self._builder.data(data)


def text_of(element: Element | None, path: str) -> str:
    """The text of an element within another, without blanks around; empty if there is none."""
    return " ".join((element.findtext(path) or "").split()) if element is not None else ""
