"""Tests of `lapbell info`: where the files are, what is set, and from where it comes."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # it has no stubs

from tests.tui.run_lapbell import ROOT, lapbell_here, printed
from tests.tui.settings.test_config import ALL, write_config
from tui.settings.config import Config, load_config
from tui.settings.config_settings import SETTINGS
from tui.settings.preferences import remember


def test_it_says_what_holds_and_from_where_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment before the file, before what is remembered, before the default."""
    write_config('theme = "light"\ndelay = 5\n[keys]\nrace.follow = "F"\n')
    monkeypatch.setenv("LAPBELL_DELAY", "3")
    remember(alerts=frozenset({"bell"}), theme="nord")
    told = printed("info", "--json")
    held = {setting["name"]: (setting["value"], setting["origin"]) for setting in told["settings"]}
    assert held["theme"] == ("light", "config.toml line 1")
    assert held["delay"] == (3.0, "LAPBELL_DELAY")
    assert held["alerts"] == (["bell"], "preferences.json")
    assert held["speed"] == (1.0, "default")
    assert held["columns"][0][:3] == ["place", "change", "bib"]
    assert told["keys"] == [{"name": "race.follow", "value": ["F"], "origin": "config.toml line 4"}]
    assert told["troubles"] == []
    places = {place["name"]: place for place in told["places"]}
    assert places["configuration"]["path"] == os.environ["LAPBELL_CONFIG"]
    assert (places["configuration"]["exists"], places["own themes"]["exists"]) == (True, False)


def test_it_says_the_same_in_words() -> None:
    """With what is to be mended; what files hold cannot do harm."""
    write_config('theme = "a\\u001b[2Jb"\n[keys]\nrace.folow = "F"\n"x\\u001b[2J" = "f"\n')
    done = lapbell_here("info")
    assert (done.returncode, done.stderr) == (0, "")
    assert "  configuration           " in done.stdout
    assert '  theme                   "textual-dark"  (default)' in done.stdout
    assert "config.toml line 3: there is no key called race.folow; did you mean race.follow?" in done.stdout
    assert "config.toml line 1: there is no theme" in done.stdout
    assert "\x1b" not in done.stdout


def test_the_template_sets_nothing_and_everything_in_it_can_be_set() -> None:
    """Without its signs of comments it is a file in which everything has its default."""
    text = lapbell_here("info", "--template").stdout
    write_config(text)
    assert load_config() == Config()
    lines = text.splitlines()
    made = "\n".join(line[1:] if line[:1] == "#" and line[1:2] not in ("", " ") else line for line in lines)
    write_config(made)
    held = load_config()
    assert not held.troubles
    assert (held.theme, held.speed, held.delay_s, held.record) == ("textual-dark", 1.0, 0.0, True)
    assert held.keys["race.follow"] == ("f",)
    assert printed("info", "--json")["troubles"] == [], "no key is taken twice as they are"


def test_the_schema_takes_what_the_program_takes() -> None:
    """And refuses what it refuses."""
    validator = Draft202012Validator(printed("schema", "--output", "config"))
    for right in (ALL, '[keys]\n"race.follow" = ["F", "f"]'):
        assert validator.is_valid(tomllib.loads(right))
    for wrong in ("speed = 65", "sped = 1", "[keys]\nrace.folow = 'F'", "alerts = ['leed']", "theme = 1"):
        assert not validator.is_valid(tomllib.loads(wrong))


def test_its_json_is_as_the_schema_says() -> None:
    """`lapbell schema --output info` describes it."""
    Draft202012Validator(printed("schema", "--output", "info")).validate(printed("info", "--json"))


def test_the_folder_of_the_file_need_not_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the file that someone would make."""
    monkeypatch.setenv("LAPBELL_CONFIG", str(tmp_path / "none" / "config.toml"))
    assert printed("info", "--json")["places"][0]["exists"] is False


def test_the_page_names_every_setting() -> None:
    """With its variable, its option and what a list may hold but for columns, which the template lists."""
    page = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")
    for setting in SETTINGS:
        [row] = [line for line in page.splitlines() if line.startswith(f"| `{setting.name}` |")]
        assert f"`{setting.variable}`" in row
        assert setting.option in row
        assert setting.name == "columns" or all(choice in row for choice in setting.choices)
