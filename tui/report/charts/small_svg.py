"""The SVG of a chart, made small and fit to stand in a page beside others.

Vega writes every group with attributes for its own use and empty paths: two thirds of the bytes.
"""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"

UNUSED = {
    "aria-hidden",
    "aria-roledescription",
    "class",
    "pointer-events",
    "role",
    "stroke-miterlimit",
    "version",
}

NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")

DECIMALS = 1
"""Of the units of the SVG, which are smaller than a pixel."""

DEFAULTS = {"opacity": "1", "fill-opacity": "1", "stroke-width": "1", "font-weight": "normal"}


def small_svg(svg: str, name: str) -> str:
    """The same picture, with `name` before its ids."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    _shrink(root)
    _inherit(root, "font-family")
    _inherit(root, "font-size")
    for element in root.iter():
        _rename(element, name)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    return ElementTree.tostring(root, encoding="unicode")


def _shrink(element: ElementTree.Element) -> None:
    """Leave out what is not seen, and round what is."""
    for child in list(element):
        _shrink(child)
        if _is_unseen(child):
            element.remove(child)
    for key, value in list(element.attrib.items()):
        if key in UNUSED or DEFAULTS.get(key) == value or (key, value) == ("transform", "translate(0,0)"):
            del element.attrib[key]
        elif key in ("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height"):
            element.attrib[key] = NUMBER.sub(_rounded, value)


def _inherit(root: ElementTree.Element, key: str) -> None:
    """Write the commonest value of an attribute once, where all below have it from."""
    bearers = [element for element in root.iter() if key in element.attrib]
    common = Counter(element.attrib[key] for element in bearers).most_common(1)
    for value, _ in common:
        for element in bearers:
            if element.attrib[key] == value:
                del element.attrib[key]
        root.attrib[key] = value


def _is_unseen(element: ElementTree.Element) -> bool:
    tag = element.tag.removeprefix(f"{{{SVG}}}")
    if tag == "g":
        return len(element) == 0
    if tag == "path":
        drawn = {"stroke", "fill"} & element.attrib.keys()
        return not element.get("d") or element.get("display") == "none" or not drawn
    return tag == "text" and not element.text and len(element) == 0


def _rounded(number: re.Match[str]) -> str:
    text = f"{float(number[0]):.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _rename(element: ElementTree.Element, name: str) -> None:
    for key, value in element.attrib.items():
        if key == "id":
            element.attrib[key] = f"{name}-{value}"
        elif value.startswith("url(#"):
            element.attrib[key] = f"url(#{name}-{value.removeprefix('url(#')}"
