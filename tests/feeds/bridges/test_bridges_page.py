"""docs/bridges.md: its bridge works, and it names every bridge and every byte that one sends."""

from __future__ import annotations

import re
import sys
import tomllib
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.bridges.bridge import Bridge, BridgeSettings
from feeds.bridges.find_bridge import bridge_names, find_bridge
from feeds.bridges.raw_input import Piece
from feeds.bridges.table_reads import TableReads
from feeds.errors import UserError
from race.messages import Gun, Split
from tests.feeds.bridges.reads_of_a_race import in_force, start_list

PAGE = (Path(__file__).parents[3] / "docs" / "bridges.md").read_text(encoding="utf-8")

LONGEST = 20
"""Lines of the bridge that the page shows."""


def blocks(language: str) -> list[str]:
    """The examples in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_bridge_of_the_page_is_found_and_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed as the page says, it is a bridge like any other; and it is short."""
    (source,) = blocks("python")
    assert len(source.splitlines()) <= LONGEST
    (tmp_path / "club_reader.py").write_text(source)
    points = tomllib.loads(blocks("toml")[-1])["project"]["entry-points"]["lapbell.bridges"]
    installed = tmp_path / "club_reader-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: club-reader\nVersion: 1\n")
    named = "".join(f"{name} = {where}\n" for name, where in points.items())
    (installed / "entry_points.txt").write_text(f"[lapbell.bridges]\n{named}")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert "club-reader" in bridge_names()
    bridge = find_bridge("club-reader")(
        BridgeSettings(
            start_list=start_list(),
            zone=ZoneInfo("Europe/Berlin"),
            date=date(2026, 5, 2),
            table={"device_guns": [""]},
        )
    )
    lines = b"# ready\nGUN;19:40:00.00\n1;19:44:05.42;finish\nrubbish\n"
    made = list(bridge.take(Piece(0, "x", "data", lines)))
    sys.modules.pop("club_reader")

    gun, split = in_force(made)
    assert isinstance(gun, Gun)
    assert isinstance(split, Split)
    assert (split.bib, split.checkpoint, split.by, split.record) == ("1", "finish", "club-reader", 2)
    assert [outcome.raw for outcome in made if outcome.is_bad] == ["rubbish"]


def test_every_bridge_is_named_with_what_it_sends() -> None:
    """And no other. Nothing is sent that the page does not say."""
    tables = re.findall(r"\| name \| ([^|]+) \|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE)
    rows = {
        head: dict(re.findall(r"^\| `([a-z-]+)` \| ([^\n]*?) \|", body, re.MULTILINE))
        for head, body in tables
    }
    ours = [name for name in bridge_names() if find_bridge(name).__module__.startswith("feeds.")]

    assert sorted(rows["reads"]) == sorted(rows["what it sends"]) == ours
    for name in ours:
        row, sends = rows["what it sends"][name], find_bridge(name).sends
        said = re.findall("`([^`]+)`", row)
        assert len(said) == len(sends), name
        for text, pattern in zip(said, sends, strict=True):
            sent = re.sub("<[a-z ]+>", "7", text).encode() + b"\r\n" * row.startswith("lines: ")
            assert re.fullmatch(pattern, sent), (name, text)
            assert not any(re.fullmatch(pattern, sent + more) for more in (b"\r\n", b"~stop\r\n", b"\0")), (
                name
            )
        assert said or row == "nothing"
        assert set(find_bridge(name).receipts) <= set(sends), name


def test_what_is_no_bridge_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that cannot be imported, and one whose entry is no class of a bridge."""
    (tmp_path / "wrong-1.dist-info").mkdir()
    (tmp_path / "wrong-1.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: wrong\nVersion: 1\n"
    )
    (tmp_path / "wrong-1.dist-info" / "entry_points.txt").write_text(
        "[lapbell.bridges]\ngone = no_such_module:X\nother = json:loads\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))

    for name, sentence in {"gone": "cannot be loaded", "other": "no class that is derived"}.items():
        with pytest.raises(UserError, match=sentence):
            find_bridge(name)
    assert issubclass(find_bridge("table"), Bridge)


def test_the_mapping_files_of_the_page_can_be_meant() -> None:
    """Each key that the page shows is one there is."""
    of_reads, of_tables = (tomllib.loads(block) for block in blocks("toml")[:2])
    of_reads["places"] = {"Line": of_reads["places"]["Line"], "Mat 1": of_reads["places"]["Mat 1"]}
    settings = BridgeSettings(
        start_list=start_list(),
        zone=ZoneInfo("Europe/Berlin"),
        date=date(2026, 5, 2),
        table=of_reads | of_tables,
    )

    TableReads(settings)
