"""What the tests of the hub's parts need: a clock of its rate limits."""

from __future__ import annotations

import pytest

from tests.feeds.serving.quota_clock import QuotaClock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> QuotaClock:
    """By it a hub counts requests, however long they take."""
    clock = QuotaClock()
    monkeypatch.setattr("feeds.serving.connection_quota.monotonic", clock)
    return clock
