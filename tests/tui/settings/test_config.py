"""What is read from `config.toml` and the environment, and what is said of what cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.app_on_stage import BOWERMAN, on_stage
from tui.settings.config import LARGEST_FILE, Config, load_config
from tui.settings.config_settings import SETTINGS
from tui.settings.own_keys import keymap_of, spelled, typed
from tui.settings.preferences import Preferences, remember

ALL = """\
# Mine.
theme = "light"
speed = 4
delay = 2.5
record = false
alerts = ["lead", "bell"]
alert-by = []
columns = ["time", "gap"]

[keys]
race.follow = "F"
"race.pause" = ["x", "space"]
"""


def write_config(text: str | bytes) -> Path:
    """Make it the configuration of this test."""
    path = Path(os.environ["LAPBELL_CONFIG"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_without_a_file_nothing_is_set() -> None:
    """Every setting has its default."""
    assert load_config() == Config()


def test_every_setting_is_read() -> None:
    """With the line that it stands in."""
    write_config(ALL)
    config = load_config()
    assert not config.troubles
    assert (config.theme, config.speed, config.delay_s, config.record) == ("light", 4.0, 2.5, False)
    assert (config.alerts, config.alert_by) == (frozenset({"lead", "bell"}), frozenset())
    assert config.columns is not None
    shown = [name for name in config.columns.order if name not in config.columns.hidden]
    assert shown == ["place", "athlete", "time", "gap"]
    assert config.keys == {"race.follow": ("F",), "race.pause": ("x", "space")}
    assert config.origins["theme"] == "config.toml line 2"
    assert config.origins["race.follow"] == "config.toml line 11"
    assert config.origins["race.pause"] == "config.toml line 12"


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every kind of setting."""
    write_config(ALL)
    for name, text in {"THEME": "nord", "SPEED": "2", "RECORD": "true", "ALERT_BY": "bell, desktop"}.items():
        monkeypatch.setenv(f"LAPBELL_{name}", text)
    config = load_config()
    assert (config.theme, config.speed, config.record) == ("nord", 2.0, True)
    assert config.alert_by == frozenset({"bell", "desktop"})
    assert config.origins["speed"] == "LAPBELL_SPEED"
    assert config.delay_s == 2.5, "which the environment does not set"


def test_what_is_set_goes_before_what_is_remembered() -> None:
    """And only that."""
    remember(theme="nord", alerts=frozenset({"record"}))
    write_config('theme = "light"')
    preferences = load_config().over(Preferences.load())
    assert (preferences.theme, preferences.alerts) == ("light", frozenset({"record"}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('speed = "fast"', 'line 1: speed takes a number from 0.25 to 64, not "fast"'),
        ("# x\nspeed = 65", "line 2: speed takes a number from 0.25 to 64, not 65"),
        ("speed = nan", "line 1: speed takes a number"),
        ("speed = true", "line 1: speed takes a number from 0.25 to 64, not true"),
        ("record = 1", "line 1: record takes true or false, not 1"),
        ('alerts = ["leed"]', "line 1: alerts takes a list, [] or some of followed, lead, bell"),
        ("theme = 1979-05-27", "line 1: theme takes a text in quotes, not 1979-05-27"),
        (f'theme = "{"x" * 1000}"', "line 1: theme takes a text in quotes"),
        ("\n\nsped = 2", "line 3: there is no setting 'sped'; did you mean speed?"),
        ("[window]\nsize = 2", "line 1: there is no setting 'window'; there are alert-by, alerts"),
        ("keys = 5", "line 1: keys takes a key in quotes or a list"),
        ("[keys]\nrace.follow = []", "line 2: race.follow takes a key in quotes or a list of at most 8"),
        ("[keys]\n\nrace.follow = 5", "line 3: race.follow takes a key in quotes"),
        ("theme = light", 'line 1: Invalid value. A line is NAME = VALUE, such as theme = "light"'),
        (b"theme = \xff", "invalid start byte"),
        ("#" * (LARGEST_FILE + 1), "cannot be read"),
    ],
)
def test_what_cannot_be_is_named_with_its_line(text: str | bytes, said: str) -> None:
    """And with what may stand there; the rest of the file holds."""
    write_config(text)
    [trouble] = load_config().troubles
    assert said in trouble
    assert len(trouble) < 300


def test_the_rest_of_a_file_holds() -> None:
    """One wrong line is left out."""
    write_config(ALL.replace("speed = 4", "speed = 400"))
    config = load_config()
    assert len(config.troubles) == 1
    assert (config.theme, config.speed, config.delay_s) == ("light", 1.0, 2.5)


def test_a_variable_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the file says holds then."""
    write_config("speed = 4")
    monkeypatch.setenv("LAPBELL_SPEED", "fast")
    config = load_config()
    assert config.troubles == ('LAPBELL_SPEED: speed takes a number from 0.25 to 64, not "fast"',)
    assert config.speed == 4.0


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@given(VALUES)
def test_any_value_is_taken_or_refused_in_words(value: object) -> None:
    """Nothing else comes of it."""
    for setting in SETTINGS:
        with suppress(ValueError):
            taken = setting.read(value)
            assert type(taken) is type(setting.default)


@given(st.binary(max_size=200))
def test_any_file_can_be_read(content: bytes) -> None:
    """The program starts with whatever is there."""
    write_config(content)
    load_config()


def test_keys_are_spelled_as_textual_has_them() -> None:
    """As characters or names."""
    assert spelled(["?", " ", ","]) == "?,space,comma"
    assert spelled(["ctrl+x", "f5", "slash", "shift+f", "ä"]) == "ctrl+x,f5,slash,F,ä"
    assert typed("left_square_bracket") == "["
    assert (typed("slash"), typed("space"), typed("ctrl+x")) == ("/", "space", "ctrl+x")


@pytest.mark.parametrize("key", ["foo", "", "ctrl+", "f99", "strg+x", "return", "ctrl+c", "a,b", "\n"])
def test_what_is_no_key_is_refused(key: str) -> None:
    """With what a key is; the way out stays."""
    with pytest.raises(ValueError, match=r"a key is|always ends"):
        spelled([key])
    config = Config(keys={"race.follow": (key,)}, origins={"race.follow": "config.toml line 3"})
    keymap, [trouble] = keymap_of(config)
    assert keymap == {}
    assert trouble.startswith("config.toml line 3: ")


async def test_ones_own_keys_do_what_they_are_for() -> None:
    """They stand in the footer and in the help, and what they replace does nothing more."""
    write_config('[keys]\nrace.follow = "x"\nrace.step-up = ["backspace", "h"]\nrace.back = "left"\n')
    async with on_stage(BOWERMAN, at="2:50.70", size=(160, 40)) as stage:
        assert "←→ 5 s" in stage.lines[-1], "in the order of the screen"
        assert "x follow" in stage.lines[-1]
        await stage.press("f")
        assert not stage.watch.followed
        await stage.press("x")
        assert len(stage.watch.followed) == 1
        await stage.press("3")
        await stage.press("escape")
        assert stage.race.session.view != "board"
        await stage.press("backspace")
        assert stage.race.session.view == "board", "which of several things escape does is kept"
        await stage.press("question_mark")
        await stage.until("       ←  Back 5 s")


async def test_keys_that_cannot_work_are_named_once_the_board_stands() -> None:
    """An id that is not there, and a key that does something else."""
    write_config('[keys]\nrace.folow = "x"\nrace.compare = "f"\n')
    async with on_stage(BOWERMAN, size=(160, 50), notifies=True) as stage:
        await stage.until("no key called race.folow")
        await stage.until("race.compare has a key of")


async def test_a_file_that_is_wrong_is_named_on_the_screen() -> None:
    """The program starts with the rest of it."""
    write_config('theme = "lite"\nspeed = 4\nsped = 3\n')
    remember(theme="nord")
    async with on_stage(BOWERMAN, size=(160, 50), notifies=True) as stage:
        await stage.until("there is no theme 'lite'")
        await stage.until("no setting 'sped'")
        assert stage.app.theme == "nord", "which was chosen last"
        assert stage.app.config.speed == 4.0


async def test_a_choice_on_the_screen_holds_until_the_end() -> None:
    """It is said that the file will hold again."""
    write_config('alerts = ["lead"]')
    async with on_stage(BOWERMAN, size=(120, 40), notifies=True) as stage:
        stage.app.prefer(alerts=frozenset({"bell"}))
        await stage.until("config.toml line 1 sets this too")
        assert stage.app.preferences.alerts == {"bell"}
    assert load_config().over(Preferences.load()).alerts == {"lead"}


def test_a_start_without_a_file_loads_no_parser() -> None:
    """What is not needed costs nothing; but what measures coverage has loaded a parser before."""
    code = (
        "import sys; sys.modules.pop('tomllib', None); "
        "from tui.settings.config import load_config; load_config(); "
        "print('tomllib' in sys.modules, 'pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
