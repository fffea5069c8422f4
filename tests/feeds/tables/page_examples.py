"""The examples of other programs' exports on the page about converting."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "convert.md"

_SECTION = re.search(
    r"^## Exports of other programs$(.*?)^## ", PAGE.read_text(encoding="utf-8"), re.M | re.S
)

EXAMPLES = re.findall(r"^```(?:xml|csv|json)\n(.*?)^```$", _SECTION[1] if _SECTION else "", re.M | re.S)
