"""Puts off a module of pydantic_core that only those need who make schemas.

`pydantic_core` imports `pydantic_core.core_schema` for the names of four types. That makes a hundred classes,
and takes a twentieth of a start to the first board, where all schemas are made already. Until something else
of that module is asked for, this one stands in its place.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

NAME = "pydantic_core.core_schema"


class LaterModule(ModuleType):
    """Imports the module that it stands for when an attribute of that is asked for."""

    def __getattr__(self, name: str) -> Any:
        package = sys.modules["pydantic_core"]
        if not hasattr(package, "__all__"):
            return Any  # it is being imported, and is given a type that stands for any
        if sys.modules.get(NAME) is self:
            sys.modules.pop(NAME, None)
        return getattr(import_module(NAME), name)


def put_off_core_schema() -> None:
    """Let the module be imported later, unless it has been already."""
    if "pydantic_core" not in sys.modules:
        sys.modules[NAME] = LaterModule(NAME)
