"""What is handed out: the wheel, the source archive, the one-file program."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple
from venv import EnvBuilder

import pytest

from tui.commands.command_list import COMMANDS

pytest.importorskip("build")
pytest.importorskip("hatchling")
pytest.importorskip("hatch_fancy_pypi_readme")

ROOT = Path(__file__).parents[2]
ROOMS = ("race", "feeds", "replays", "tui")
DATA_SUFFIXES = {".html", ".jinja", ".json", ".jsonl", ".lss", ".tcss"}


def run(*command: str | Path, cwd: str | Path = "/") -> str:
    """What a command prints; it must succeed."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


class Environment(NamedTuple):
    """A virtual environment."""

    python: Path
    command: Path
    site_packages: Path


@pytest.fixture
def installed(dist: Path, tmp_path: Path) -> Environment:
    """An environment with the wheel beside a package `tui` of someone else; dependencies come from ours."""
    [wheel] = dist.glob("*.whl")
    folder = tmp_path / "environment"
    EnvBuilder(symlinks=sys.platform != "win32").create(folder)
    paths = sysconfig.get_paths("venv", {"base": str(folder), "platbase": str(folder)})
    scripts, site_packages = Path(paths["scripts"]), Path(paths["purelib"])
    python = scripts / Path(sys.executable).name
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel)
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    (site_packages / "tui").mkdir()
    (site_packages / "tui" / "__init__.py").write_text("print 'of Python 2'\n")
    return Environment(python, scripts / "lapbell", site_packages)


def test_wheel_runs_beside_a_package_named_tui(installed: Environment) -> None:
    """The command and `python -m lapbell` find their own packages and data, wherever they are run."""
    assert "Kerr" in run(installed.command, "board", "2024-bowerman-mile")
    assert "Kerr" in run(installed.command, "athlete", "Josh Kerr")
    assert re.fullmatch(r"lapbell \d+\.\d+\.\d+\n", run(installed.python, "-m", "lapbell", "--version"))


def test_one_file_program(installed: Environment, tmp_path: Path) -> None:
    """A shiv archive of the same files runs with nothing of ours on the path."""
    shiv = pytest.importorskip("shiv").__name__
    archive = tmp_path / "lapbell.pyz"
    contents = tmp_path / "contents"
    contents.mkdir()
    for path in installed.site_packages.glob("lapbell*"):
        shutil.copytree(path, contents / path.name)
    entry = ("--entry-point", "lapbell.__main__:main")
    run(sys.executable, "-m", shiv, "--site-packages", contents, *entry, "--output-file", archive)

    board = subprocess.run(
        [installed.python, archive, "board", "2024-bowerman-mile"],
        cwd="/",
        env={"SHIV_ROOT": str(tmp_path / "shiv"), "PATH": "", "SYSTEMROOT": "C:\\Windows"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )

    assert board.returncode == 0, board.stderr
    assert "Kerr" in board.stdout


def test_wheel_holds_everything_below_lapbell(dist: Path) -> None:
    """Modules and data of the four packages, and nothing at the top but `lapbell`."""
    [wheel] = dist.glob("*.whl")
    about = re.compile(r"[^/]*\.(dist-info|data)/")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not about.match(name)}
    expected = {
        f"lapbell/{path.relative_to(ROOT).as_posix()}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", *DATA_SUFFIXES}
    }

    assert names == expected | {"lapbell/__init__.py", "lapbell/__main__.py"}


def test_wheel_has_a_manual_page_of_each_command(dist: Path) -> None:
    """Where `man` looks for it."""
    pytest.importorskip("argparse_manpage")
    [wheel] = dist.glob("*.whl")
    archive = zipfile.ZipFile(wheel)
    pages = {name.rpartition("/")[2]: name for name in archive.namelist() if "/data/share/man/man1/" in name}

    assert pages.keys() == {"lapbell.1", *(f"lapbell-{name.replace(' ', '-')}.1" for name in COMMANDS)}
    assert "print the board at one moment" in archive.read(pages["lapbell.1"]).decode()
    board = archive.read(pages["lapbell-board.1"]).decode().replace("\\-", "-")
    assert "--what-if" in board
    assert "For example: lapbell board 2024-bowerman-mile --at 2:50" in board


def test_description_on_an_index_page(dist: Path) -> None:
    """No picture or link of the description needs a file of the repository, and no link is left torn."""
    [wheel] = dist.glob("*.whl")
    archive = zipfile.ZipFile(wheel)
    [name] = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    text = archive.read(name).decode()

    assert "# Lapbell" in text
    assert "docs/pictures" not in text
    assert re.findall(r"\]\((?!https?:|#)[^)]*\)", text) == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_source_archive_holds_every_tracked_file(dist: Path) -> None:
    """So `make test` runs from it as from a checkout."""
    [path] = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tracked = {line for line in run("git", "ls-files", cwd=ROOT).splitlines() if (ROOT / line).exists()}

    assert tracked <= names
    assert not {name for name in names if name.startswith((".venv", ".git/", "dist"))}
