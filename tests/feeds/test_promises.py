"""Each sentence of the documents that promises something is held by tests that are there."""

from __future__ import annotations

import pytest

from tests.feeds.promised_sentences import LIST, NO_PROMISE, SECTIONS, listed, sentences
from tests.named_tests import missing


@pytest.mark.parametrize("page", SECTIONS)
def test_every_sentence_is_held_by_a_test(page: str) -> None:
    """A sentence that was added or changed needs a test, and one that is gone leaves the list."""
    told, held = set(sentences(page)), set(listed()[page])

    assert told - held == set(), f"say in {LIST.name} which test holds this, or that it is {NO_PROMISE}"
    assert held - told == set(), f"no longer in {page}: take it out of {LIST.name}"


@pytest.mark.parametrize("page", SECTIONS)
def test_every_test_is_there(page: str) -> None:
    """By its name, in the file that is named."""
    for sentence, tests in listed()[page].items():
        assert tests, sentence
        assert all("::" in test for test in tests if test != NO_PROMISE)
        assert missing(test for test in tests if test != NO_PROMISE) == []


def test_the_pages_are_read_sentence_by_sentence() -> None:
    """Not by the page: most of them promise, and are held by many tests."""
    rows = [tests for page in listed().values() for tests in page.values()]
    held = [tests for tests in rows if tests != [NO_PROMISE]]

    assert len(rows) > 200
    assert len(held) > 0.8 * len(rows)
    assert len({test for tests in held for test in tests}) > 100
