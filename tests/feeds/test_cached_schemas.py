"""Core schemas in the user's cache folder: they check what pydantic's own do, and are never needed."""

from __future__ import annotations

import os
import re
import stat
import sys
import zlib
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic_core import ValidationError

from feeds.cached_schemas import KEPT, SOURCES, ByType, Extra, Schema
from feeds.codec import KNOWN, PARTS, KnownMessage
from feeds.protocol.device_state import DeviceState
from feeds.protocol.viewer_frames import Bye, Frame, Hello, Messages, Pong
from race.messages import Message
from replays.library import files
from tests.tui.run_lapbell import BOWERMAN, lapbell

ROOT = Path(__file__).parents[2]

SCHEMAS = [
    thing
    for path in sorted((ROOT / "feeds").rglob("*.py"))
    if re.search("^_\\w+: Schema", path.read_text(), re.M)
    for thing in vars(import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))).values()
    if isinstance(thing, Schema)
]
"""Every schema of the program."""

ODD = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b"{",
    b'{"type":"gun"',
    b'{"type":7}',
    b'{"type":"photo"}',
    b'{"type":"gun","clock":"2024-05-25T14:00:00.25Z","wave":"A"}',
    b'{"type":"gun","clock":"2024-05-25T14:00:00"}',
    b'{"type":"gun","wave":7,"lane":1}',
    b'{"type":"note","text":"\\ud800"}',
    b'{"type":"note","text":"' + b"x" * 1001 + b'"}',
    b'{"type":"official","heard_ms":9007199254740993}',
    b'{"type":"official","heard_ms":1.0}',
    b'{"type":"official","heard_ms":true}',
    b'{"type":"official","id":"","replaces":"x"}',
    b'{"type":"order","checkpoint":"400","places":{"1":1,"2":0}}',
    b'{"type":"order","checkpoint":"400","places":{}}',
    b'{"type":"split","bib":"1","checkpoint":"400","evidence":"guess","time":"58.2"}',
    b'{"type":"split","bib":"1","checkpoint":"400","evidence":"hand","time":"58:99:00","clock":7}',
    b'{"type":"split","bib":"1","checkpoint":"400","evidence":"hand"}',
    b'{"type":"split","bib":"1","checkpoint":"400","evidence":"hand","time":58.2}',
    b'{"type":"split","bib":"1","checkpoint":"400","evidence":"hand","time":"58.2","notes":["WR",1]}',
    b'{"type":"start-list","name":"x","distance_m":NaN,"checkpoints":[],"entrants":[]}',
    b'{"type":"start-list","name":"x","distance_m":800,"checkpoints":[{"id":"f","distance_m":800}],'
    b'"entrants":[{"bib":"1","name":"a","pb":"1:50"},{"bib":"1","name":"b","role":"x"}]}',
    b'{"type":"status","bib":"1","status":"tired"}',
    b'{"type":"void"}',
]
"""Messages with something wrong, or nearly."""


EXTRAS: tuple[Extra | None, ...] = ("forbid", "ignore", None)

FRAME = b'{"type":"pong","asked_ms":1,"heard_ms":2,"said_ms":3}'

SECOND_START = """
import sys
from tui.cli import main
main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
"""


def message_schema() -> Schema[Message]:
    """The schema of messages, as a start of the program makes it."""
    return Schema("message", KnownMessage, (*KNOWN, *PARTS))


def frame_schema() -> Schema[Frame]:
    """The schema of what a hub sends to viewers."""
    return Schema("frame", Annotated[Frame, ByType()], (Hello, Messages, Pong, Bye, DeviceState))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the schemas, not there at first."""
    monkeypatch.setenv("LAPBELL_CACHE", str(tmp_path))
    return tmp_path / "schemas"


def outcome(schema: Schema[Any], data: bytes, extra: Extra | None) -> object:
    """What a schema makes of JSON: an object and its JSON, or everything that is wrong."""
    try:
        value = schema.read(data, extra=extra)
    except ValidationError as error:
        return repr(error.errors())
    return value, schema.write(value), schema.write(value, exclude_defaults=True)


@pytest.mark.usefixtures("cache")
def test_a_kept_schema_checks_what_pydantic_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of the library, whole and torn, and messages with faults come out the same from both."""
    lines = [line for path in files() for line in path.read_bytes().splitlines()[:40]]
    cases = [*lines, *ODD, *(line[: len(line) // 2] for line in lines[::20])]
    fresh, kept = message_schema(), message_schema()
    assert fresh.read(b'{"type":"official"}')
    monkeypatch.setitem(sys.modules, "pydantic", None)

    for case in cases:
        for extra in EXTRAS:
            assert outcome(kept, case, extra) == outcome(fresh, case, extra)
    assert sum(isinstance(outcome(kept, case, None), str) for case in cases) > len(ODD)
    assert sum(isinstance(outcome(kept, case, None), tuple) for case in cases) > len(lines) // 2


@pytest.mark.parametrize("with_checksum", [False, True])
@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"nothing",
        b"\xff",
        b"{}",
        b'{"type":"nonsense"}',
        b'{"type":"dataclass","cls":{"$name":"os.system"}}',
        b"[" * 100_000,
    ],
    ids=lambda spoilt: spoilt[:20].decode(errors="replace"),
)
def test_a_spoilt_file_is_made_anew(cache: Path, spoilt: bytes, with_checksum: bool) -> None:
    """Whatever is in the file, frames are checked as ever, and the next start finds a good file."""
    frame_schema().read(FRAME)
    [path] = cache.iterdir()
    good = path.read_bytes()
    path.write_bytes(b"%08x\n%s" % (zlib.crc32(spoilt), spoilt) if with_checksum else spoilt)

    assert frame_schema().read(FRAME) == Pong(asked_ms=1, heard_ms=2, said_ms=3)
    assert path.read_bytes() == good


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_only_the_user_reads_a_kept_schema(cache: Path) -> None:
    """The file is the user's own, and nothing else is left beside it."""
    frame_schema().read(FRAME)

    [path] = cache.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_old_files_go(cache: Path) -> None:
    """Of each schema the newest few are kept."""
    cache.mkdir()
    for number in range(20):
        (cache / f"frame-old-{number}.json").touch()
        os.utime(cache / f"frame-old-{number}.json", (number, number))

    frame_schema().read(FRAME)

    assert len(list(cache.iterdir())) == KEPT
    assert not (cache / "frame-old-0.json").exists()


def test_a_cache_that_cannot_be_written_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a folder for it pydantic makes the schema at every start."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("LAPBELL_CACHE", str(tmp_path / "file"))

    assert frame_schema().read(FRAME) == Pong(asked_ms=1, heard_ms=2, said_ms=3)


def test_the_second_start_does_without_pydantic(tmp_path: Path) -> None:
    """A board is printed by kept schemas alone."""
    first = lapbell("board", BOWERMAN, code=SECOND_START, LAPBELL_CACHE=str(tmp_path))
    second = lapbell("board", BOWERMAN, code=SECOND_START, LAPBELL_CACHE=str(tmp_path))

    assert second.stdout == first.stdout != ""
    assert "pydantic" in first.stderr.split()
    assert "pydantic" not in second.stderr.split()
    assert "pydantic_core" in second.stderr.split()


def test_every_class_comes_from_a_file_that_the_key_covers() -> None:
    """A kept schema is not used any more once a file that it is made from has changed."""
    classes = [kind for schema in SCHEMAS for kind in schema.classes]

    assert len(classes) > 20
    assert {f"{kind.__module__.replace('.', '/')}.py" for kind in classes} <= set(SOURCES)
    assert all((ROOT / source).is_file() for source in SOURCES)


def test_every_schema_is_kept(cache: Path) -> None:
    """None holds what cannot be written down: it would be made anew, with pydantic, at each start."""
    made: list[Schema[Any]] = [Schema(schema.name, schema.kind, schema.classes) for schema in SCHEMAS]
    for schema in made:
        with pytest.raises(ValidationError):
            schema.read(b"0")

    assert len(made) > 15
    assert not [
        schema.name
        for schema in made
        if not list(cache.glob(f"{schema.name}-{sys.implementation.cache_tag}-*"))
    ]
