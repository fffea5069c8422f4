"""What is handed out to run a hub: every command in it is one of this version."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.commands.command import parse_options
from tui.commands.command_list import COMMANDS, command_module

DEPLOY = Path(__file__).parents[2] / "deploy"

SERVICE = (DEPLOY / "lapbell-hub.service").read_text(encoding="utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def commands() -> Iterator[list[str]]:
    """The words of each command, without `lapbell`."""
    for words in re.findall(r"CMD (\[.*\])$", DOCKERFILE, re.MULTILINE):
        yield json.loads(words)[1:]
    for line in re.findall(r"^ExecStart=\S*lapbell (.*)$", SERVICE, re.MULTILINE):
        yield shlex.split(line)


def test_every_command_is_one_of_this_version() -> None:
    """Its options are read without a complaint."""
    found = [*commands()]
    assert len(found) == 3
    for words in found:
        name = next(name for name in (" ".join(words[:2]), words[0]) if name in COMMANDS)
        parse_options(command_module(name), name, COMMANDS[name].summary, words[len(name.split()) :])


def test_the_unit_is_one_that_systemd_accepts(tmp_path: Path) -> None:
    """Without a warning, too."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd is not here")
    unit = tmp_path / "lapbell-hub.service"
    unit.write_text(SERVICE.replace("/usr/local/bin/lapbell", sys.executable))

    done = subprocess.run([analyze, "verify", "--man=no", unit], capture_output=True, text=True, check=False)

    assert (done.returncode, [line for line in done.stderr.splitlines() if unit.name in line]) == (0, [])
