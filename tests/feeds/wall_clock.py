"""A clock for other processes that can be set while they run, where libfaketime is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

LIBRARIES = [
    *Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"),
    *Path("/usr/lib").glob("faketime/libfaketimeMT.so.1"),
    *Path("/usr/local/lib").glob("faketime/libfaketimeMT.so.1"),
]


class WallClock:
    """The time of day of a process, whose other clocks are right. Skips the test without faketime."""

    def __init__(self, folder: Path) -> None:
        if not LIBRARIES:
            pytest.skip("faketime is not installed")
        self._file = folder / "faketime"
        self.set(0)
        self.environ = {
            "LD_PRELOAD": str(LIBRARIES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, seconds: float) -> None:
        """Set it ahead of the computer's clock."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+}\n")
        new.replace(self._file)
