"""Validators and serializers of what crosses the edge, made without importing pydantic at every start.

pydantic turns annotated classes into a core schema, and pydantic_core checks JSON against that. Importing
pydantic and making the schemas takes longer than the rest of the feed together, so the core schemas are
kept as JSON in the user's cache folder (`LAPBELL_CACHE` names another). A kept schema holds no code: classes
and functions are names, looked up among those that the `Schema` lists. Whatever is wrong with a kept schema,
pydantic makes it anew.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar, get_args

import pydantic_core
from platformdirs import user_cache_path
from pydantic_core import SchemaSerializer, SchemaValidator, ValidationError

from feeds.atomic_write import atomic_write
from feeds.legal_json import legal_json
from race.messages import STRICT, Unread
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

Extra = Literal["ignore", "forbid"]
"""What becomes of fields that a class does not have."""

T = TypeVar("T")

SOURCES = (
    "race/areas.py",
    "race/limits.py",
    "race/messages.py",
    "race/times.py",
    "feeds/codec.py",
    "feeds/client/fetch_hub_health.py",
    "feeds/client/race_list.py",
    "feeds/client/fetch_token_notice.py",
    "feeds/protocol/admin_frames.py",
    "feeds/protocol/device_state.py",
    "feeds/protocol/hub_health.py",
    "feeds/protocol/publisher_frames.py",
    "feeds/publishing/outbox_record.py",
    "feeds/protocol/race_notice.py",
    "feeds/protocol/token_notice.py",
    "feeds/protocol/viewer_frames.py",
    "feeds/cached_schemas.py",
    "feeds/serving/grants.py",
    "feeds/serving/token_command.py",
    "feeds/timing/timing_clock.py",
)
"""The files that say what a schema is made from: if one of them changes, no kept schema is used."""

KEPT = 8
"""Files kept of each schema, the newest: several versions of Lapbell and of Python may share the folder."""

COMMON: tuple[Callable[..., Any], ...] = (str, dict, list, Time.parse, TimeOfDay.parse, Unread)
"""Classes and functions that any schema may name."""


class Strict:
    """A class that JSON becomes: with no other fields than its own, each of its exact type."""

    __slots__ = ()
    __pydantic_config__: ClassVar = STRICT


class ByType:
    """In the annotation of a union: its classes are told apart by their `type`."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        choices = {
            kind.__dataclass_fields__["type"].default: handler.generate_schema(kind)
            for kind in get_args(source)
        }
        return {"type": "tagged-union", "choices": choices, "discriminator": "type"}


class Schema(Generic[T]):
    """Reads JSON into objects of one kind, checking all of it, and writes them as JSON."""

    def __init__(self, name: str, kind: Any, classes: Iterable[type]) -> None:
        """Describe a kind: a class, or an annotated union, made up of `classes` and no others.

        Nothing is read or made before the schema is first used.
        """
        self.name = name
        self.kind = kind
        self.classes = tuple(classes)
        things: tuple[Callable[..., Any], ...] = (*COMMON, *self.classes)
        self._names = {_name(thing): thing for thing in things}

    def read(self, data: bytes | str, *, extra: Extra | None = None) -> T:
        """Read JSON, its texts made legal.

        Raises ValidationError, also for unknown fields unless `extra` is "ignore".
        """
        value: T = self._made[1].validate_json(legal_json(data), extra=extra)
        return value

    def read_known(self, data: bytes | str, *, extra: Extra | None = None) -> T | None:
        """Read JSON into one of the classes of a union; None if its `type` is that of none of them."""
        try:
            return self.read(data, extra=extra)
        except ValidationError as error:
            if error.error_count() > 1:  # to list hundreds of thousands takes seconds
                raise
            [fault] = error.errors(include_url=False, include_input=False)
            if fault["type"] == "union_tag_invalid" and not fault["loc"]:
                return None
            raise

    def write(self, value: T, *, exclude_defaults: bool = False, indent: int | None = None) -> bytes:
        """The JSON of an object."""
        return self._serializer.to_json(value, exclude_defaults=exclude_defaults, indent=indent)

    @cached_property
    def _serializer(self) -> SchemaSerializer:
        return SchemaSerializer(self._made[0])

    @cached_property
    def _made(self) -> tuple[CoreSchema, SchemaValidator]:
        try:
            core: CoreSchema = self._decoded((cache_folder() / f"{self.name}-{_key()}.json").read_bytes())
            return core, SchemaValidator(core)
        except Exception:  # whatever a spoilt file leads to, pydantic_core's own errors included
            core = self._built()
            self._keep(core)
            return core, SchemaValidator(core)

    def _built(self) -> CoreSchema:
        from pydantic import TypeAdapter  # 30 ms, and as much again to build: only where nothing is kept

        adapter: TypeAdapter[T] = TypeAdapter(self.kind)
        return adapter.core_schema

    def _keep(self, core: CoreSchema) -> None:
        """Keep a schema for the next start, if there is a place for it."""
        try:
            folder = cache_folder()
            folder.mkdir(parents=True, exist_ok=True)
            with atomic_write(folder / f"{self.name}-{_key()}.json", mode=0o600) as file:
                file.write(self._encoded(core))
            kept = sorted(folder.glob(f"{self.name}-*.json"), key=lambda path: path.stat().st_mtime)
            for path in kept[:-KEPT]:
                path.unlink(missing_ok=True)
        except (OSError, ValueError):
            pass

    def _encoded(self, core: CoreSchema) -> bytes:
        """A core schema as JSON, behind its checksum. Raises ValueError for what cannot be kept."""
        body = json.dumps(self._plain(core)).encode()
        return b"%08x\n%s" % (zlib.crc32(body), body)

    def _decoded(self, data: bytes) -> Any:
        """The same read back. Raises ValueError or LookupError."""
        crc, _, body = data.partition(b"\n")
        if int(crc, 16) != zlib.crc32(body):
            raise ValueError("not as it was written")
        return json.loads(body, object_hook=self._object)

    def _plain(self, part: object) -> object:
        if isinstance(part, dict):
            return {key: self._plain(value) for key, value in part.items() if key != "metadata"}
        if isinstance(part, list):
            return [self._plain(value) for value in part]
        if isinstance(part, tuple):
            return {"$tuple": [self._plain(value) for value in part]}
        if callable(part) and self._names.get(_name(part)) == part:
            return {"$name": _name(part)}
        if part is None or isinstance(part, str | int | float):
            return part
        raise ValueError(f"a schema cannot hold {part!r}")

    def _object(self, part: dict[str, Any]) -> object:
        if "$name" in part:
            return self._names[part["$name"]]
        return tuple(part["$tuple"]) if "$tuple" in part else part


def cache_folder() -> Path:
    """Where the schemas are kept: `schemas` in the user's cache folder, or in `LAPBELL_CACHE`."""
    chosen = os.environ.get("LAPBELL_CACHE")
    return (Path(chosen) if chosen else user_cache_path("lapbell", appauthor=False)) / "schemas"


def _name(thing: Callable[..., Any]) -> str:
    return f"{thing.__module__}.{thing.__qualname__}"


@cache
def _key() -> str:
    """What a kept schema depends on: this Python, pydantic_core, and the files it is made from."""
    crc, root = 0, Path(__file__).parents[1]
    for source in SOURCES:
        crc = zlib.crc32((root / source).read_bytes(), crc)
    return f"{sys.implementation.cache_tag}-{pydantic_core.__version__}-{crc:08x}"
