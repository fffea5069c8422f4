"""A pytest plugin (`-p tests.flaky.reversed_order`): the last test first."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Turn the order round."""
    items.reverse()
