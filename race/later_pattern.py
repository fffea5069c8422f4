"""Regular expressions that are compiled when they are first used, for modules that a start imports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["later_pattern"]

if TYPE_CHECKING:
    from re import compile as later_pattern
else:

    class later_pattern:  # stands for the function `re.compile`
        """As `re.compile`, for what is asked of a pattern itself."""

        def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
            self._described = pattern, flags

        def __getattr__(self, name: str) -> Any:
            asked = getattr(re.compile(*self._described), name)
            setattr(self, name, asked)  # from now on it is found without this
            return asked
