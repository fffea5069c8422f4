"""What all tests of screens have."""

from __future__ import annotations

from pathlib import Path

import pytest

from replays.storage.bookmarks import leave


@pytest.fixture(autouse=True)
def library_opened_before(request: pytest.FixtureRequest) -> None:
    """It is not the first time that Lapbell is opened, nor that a race is."""
    request.getfixturevalue("known_library")
    leave(Path("/elsewhere.jsonl"), None)
