"""What all tests of screens have."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def library_opened_before(known_library: None) -> None:
    """It is not the first time that Lapbell is opened."""
