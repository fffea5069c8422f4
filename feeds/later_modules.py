"""Puts off modules that libraries import at once, and need seldom or never.

- `pydantic_core` imports `pydantic_core.core_schema` for the names of four types. That makes a hundred
  classes, which only those need who make schemas.
- `websockets` imports `importlib.metadata` for the version of a copy that was never released.
- `websockets` imports `urllib.request`, and with it Python's client of HTTP, for the proxies that are set;
  none is used on the way to a hub on the same computer.

Together they take a tenth of a start to the first board. Until something of a module is asked for, another
stands in its place.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

CORE_SCHEMA = "pydantic_core.core_schema"


class LaterModule(ModuleType):
    """Imports the module that it stands for when an attribute of that is asked for."""

    def __getattr__(self, name: str) -> Any:
        own = self.__name__
        if own == CORE_SCHEMA and not hasattr(sys.modules["pydantic_core"], "__all__"):
            return Any  # that is being imported, and is given a type that stands for any
        if sys.modules.get(own) is self:
            sys.modules.pop(own, None)
        return getattr(import_module(own), name)


def put_off_modules() -> None:
    """Let the modules be imported later, unless they have been already."""
    if "pydantic_core" not in sys.modules:
        sys.modules[CORE_SCHEMA] = LaterModule(CORE_SCHEMA)
    for package, name in (("importlib", "metadata"), ("urllib", "request")):
        full = f"{package}.{name}"
        if full not in sys.modules:
            sys.modules[full] = LaterModule(full)
            setattr(import_module(package), name, sys.modules[full])
