"""What holds for every test: the same examples every time, a data folder of its own, Ctrl-C that works."""

from __future__ import annotations

import atexit
import gc
import os
import signal
from collections.abc import Generator, Iterator
from itertools import count
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest
from hypothesis import settings

settings.register_profile("lapbell", derandomize=True, database=None, deadline=None)
settings.load_profile("lapbell")

# A shell's background job ignores Ctrl-C, and so would each program that a test starts and interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

DATA = "LAPBELL_DATA"

CONFIG = "LAPBELL_CONFIG"

_folder = Path(mkdtemp(prefix="lapbell-tests-"))
atexit.register(rmtree, _folder, ignore_errors=True)
os.environ[DATA] = str(_folder)
os.environ[CONFIG] = str(_folder / "config.toml")
os.environ["LAPBELL_STATE"] = str(_folder / "state")
os.environ.setdefault("LAPBELL_CACHE", str(_folder / "cache"))

_tests = count(1)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Search for garbage seldom, and never among the collected tests: that took a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """`-n auto` is one process more than there are cores, as many a test waits for programs and for time."""
    return (yield) + 1


@pytest.fixture(autouse=True)
def data_folder() -> Iterator[Path]:
    """Where the test keeps the user's data, with `config.toml` in it; made when something is written."""
    folder = _folder / str(next(_tests))
    os.environ[DATA] = str(folder)
    os.environ[CONFIG] = str(folder / "config.toml")
    yield folder
    os.environ[DATA] = str(_folder)
    os.environ[CONFIG] = str(_folder / "config.toml")


@pytest.fixture(scope="session")
def index_of_the_library(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The index of the races that come with Lapbell, which take half a second to read."""
    from replays.catalogue import catalogue, library_index  # not before the folders above have been chosen

    folder = tmp_path_factory.mktemp("library")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA, str(folder))
        catalogue.races()
    return (folder / library_index.NAME).read_bytes()


@pytest.fixture
def known_library(data_folder: Path, index_of_the_library: bytes) -> None:
    """The races that come with Lapbell have been listed before, so that none is read for a list."""
    data_folder.mkdir()
    (data_folder / "library.json").write_bytes(index_of_the_library)
