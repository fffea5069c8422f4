"""With how many examples a property is tried; LAPBELL_EXAMPLES says it for all, as `make properties` does."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings


def examples(count: int, **options: Any) -> settings:
    """So many in a run of all tests, which has more to do than to look long for what is rare."""
    return settings(max_examples=int(os.environ.get("LAPBELL_EXAMPLES", count)), **options)
