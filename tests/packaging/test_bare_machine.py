"""`make` on a machine with Python and little else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The Makefile and what it depends on."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    return folder


def make(checkout: Path, target: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run `make` with the Python of the tests."""
    return subprocess.run(
        ["make", target, f"PYTHON={sys.executable}"],
        cwd=checkout,
        env={**os.environ, **environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_python_without_venv_leaves_nothing_half_made(checkout: Path, tmp_path: Path) -> None:
    """It says what to install, and the next run works."""
    without = tmp_path / "without"
    without.mkdir()
    (without / "ensurepip.py").write_text("raise ImportError\n")

    refused = make(checkout, ".venv/bin/pip", PYTHONPATH=str(without))

    assert refused.returncode != 0
    assert "apt install python3-venv" in refused.stdout
    assert not (checkout / ".venv").exists()

    half_made = checkout / ".venv" / "bin"
    half_made.mkdir(parents=True)
    (half_made / "python").symlink_to(sys.executable)
    made = make(checkout, ".venv/bin/pip")

    assert made.returncode == 0, made.stderr
    assert (half_made / "pip").exists()


@pytest.mark.skipif(
    not os.environ.get("LAPBELL_LARGE") or shutil.which("debootstrap") is None or os.name != "posix",
    reason="makes a Debian in a folder: LAPBELL_LARGE=1, debootstrap and root",
)
def test_debian_with_python_and_make_alone(checkout: Path, tmp_path: Path) -> None:
    """The sentence is right there, and what it says to install is enough."""
    system = tmp_path / "debian"
    subprocess.run(
        ["debootstrap", "--variant=minbase", "--include=python3,make", "stable", system],
        check=True,
        capture_output=True,
    )
    shutil.copytree(checkout, system / "checkout")

    def inside(command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["chroot", system, "sh", "-c", command], capture_output=True, encoding="utf-8", check=False
        )

    refused = inside("cd checkout && make run")
    assert refused.returncode != 0
    assert "apt install python3-venv" in refused.stdout
    assert not (system / "checkout" / ".venv").exists()

    shutil.copy("/etc/resolv.conf", system / "etc" / "resolv.conf")
    installed = inside("apt-get install -y -qq python3-venv")
    assert installed.returncode == 0, installed.stderr
    made = inside("cd checkout && make .venv/bin/pip")
    assert made.returncode == 0, made.stderr
