"""`lapbell completion`: in a real shell, with the words of a library that an attacker has written to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.hub_address import Address
from replays.hubs import known_hubs
from tests.patience import PATIENCE_S
from tests.tui.run_lapbell import ROOT, RUN, lapbell_here, refusal
from tui.commands.completed_words import KINDS
from tui.commands.completion import SHELLS

BASH = """
source "$1"
COMP_LINE="$2" COMP_POINT=${#2}
read -ra COMP_WORDS <<<"${2//:/ : }"
[[ $2 == *' ' ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
compopt() { :; }
_lapbell
printf '%s\\n' "${COMPREPLY[@]}"
"""
"""Bash begins a new word at each colon."""

FISH = 'source $argv[1]; complete -C "$argv[2]" | string replace -r "\\t.*" ""'

Complete = Callable[[str], list[str]]


@pytest.fixture(params=["bash", "fish"])
def complete(request: pytest.FixtureRequest, tmp_path: Path) -> Complete:
    """What a shell offers for the end of a line."""
    shell = shutil.which(request.param)
    if shell is None:
        pytest.skip(f"{request.param} is not installed")
    script, bin_folder = tmp_path / "script", tmp_path / "bin"
    script.write_text(lapbell_here("completion", request.param).stdout, encoding="utf-8")
    bin_folder.mkdir()
    (bin_folder / "lapbell").write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n{RUN}"
    )
    (bin_folder / "lapbell").chmod(0o700)
    options = {"bash": ("--norc", "-c", BASH, "bash"), "fish": ("--no-config", "-c", FISH)}

    def complete(line: str) -> list[str]:
        done = subprocess.run(
            [shell, *options[request.param], script, line],
            env={
                **os.environ,
                "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(tmp_path),
            },
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.stderr == ""
        return [*filter(None, done.stdout.splitlines())]

    return complete


def test_what_a_shell_offers(complete: Complete) -> None:
    """Commands, options, choices and words of the library; of a hub, what is behind the last colon."""
    known_hubs.remember(Address.parse("127.0.0.1:8400"))

    assert complete("lapbell boa") == ["board"]
    assert complete("lapbell hub st") == ["status"]
    assert complete("lapbell board --so") == ["--sort"]
    assert {"net", "lap"} <= {*complete("lapbell board x --sort ")}
    assert complete("lapbell board 2024-bow") == ["2024-bowerman-mile"]
    assert complete("lapbell athlete Nugu") == ["Nuguse"]
    assert complete("lapbell picture x --view wa") == ["wall"]
    assert complete("lapbell bridge finish") == ["finishlynx"]
    assert complete("lapbell bridge finishlynx --start") == ["--start-list"]
    assert complete("lapbell watch 127") == ["127.0.0.1:8400"]
    [rest] = complete("lapbell watch 127.0.0.1:84")
    assert rest in ("8400", "127.0.0.1:8400")


def test_nothing_of_the_library_is_run(
    complete: Complete, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of a file is data, also where it looks like a command."""
    races = tmp_path / "data" / "races"
    races.mkdir(parents=True)
    monkeypatch.setenv("LAPBELL_DATA", str(tmp_path / "data"))
    for name in ("evil$(touch taken)", "evil`touch taken`", "evil;touch taken", "evil-but-harmless"):
        shutil.copy(ROOT / "replays" / "races" / "2024-bowerman-mile.jsonl", races / f"{name}.jsonl")

    assert complete("lapbell board evil") == ["evil-but-harmless"]
    assert not (tmp_path / "taken").exists()


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_can_read_its_script(shell: str, tmp_path: Path) -> None:
    """As far as it is installed."""
    script = tmp_path / "script"
    script.write_text(lapbell_here("completion", shell).stdout, encoding="utf-8")

    if found := shutil.which(shell):
        assert subprocess.run([found, "-n", script], check=False, timeout=PATIENCE_S).returncode == 0


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_each_kind(kind: str) -> None:
    """One a line, in order; none that does not begin so."""
    known_hubs.remember(Address.parse("127.0.0.1:8400"))
    words = lapbell_here("completion", "--words", kind, "").stdout.splitlines()

    assert words == sorted(words)
    assert len(words) > (0 if kind == "hubs" else 2)
    assert lapbell_here("completion", "--words", kind, words[0]).stdout.splitlines()[0] == words[0]
    assert lapbell_here("completion", "--words", kind, "no such word").stdout == ""


def test_a_shell_that_is_not_known() -> None:
    """The known ones are named."""
    assert refusal("completion", "cmd") == "lapbell: takes one of bash, zsh, fish, not 'cmd'"
    assert refusal("completion") == "lapbell: takes one of bash, zsh, fish, not ''"
