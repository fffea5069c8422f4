"""What the commands write: JSON on stdout, complaints on stderr."""

from __future__ import annotations

import sys
from collections.abc import Mapping


def print_json(value: Mapping[str, object]) -> None:
    """Print an object; what the stream's encoding may not have is escaped."""
    import json

    encodes_all = str(sys.stdout.encoding).lower().startswith("utf")
    print(json.dumps(value, ensure_ascii=not encodes_all, indent=2))


def complain(error: Exception | str) -> None:
    """Say in one line what is wrong."""
    from tui.text.safe_text import clean

    print(clean(f"lapbell: {error}"), file=sys.stderr)
