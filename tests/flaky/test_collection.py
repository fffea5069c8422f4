"""The names of the tests hold no chance: two test processes that collect different names end the run."""

from __future__ import annotations

import pytest

from tests.flaky.collection import collected


def test_names_are_equal_on_any_day_in_any_zone(request: pytest.FixtureRequest) -> None:
    """What this run collected is what another process collects years later, far away, with other hashes."""
    config = request.config
    if config.option.keyword or config.option.markexpr or config.option.deselect:
        pytest.skip("only some tests were selected")

    elsewhere = collected(*config.args, hash_seed=4711, zone="Pacific/Kiritimati", day="2031-12-31")

    assert elsewhere == {item.nodeid for item in request.session.items}
