"""Reads that are posted as JSON: of any shape that can be named, again, corrected, taken back, broken."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from feeds.bridges.raw_input import Piece, PieceKind
from feeds.bridges.webhook.posted_records import MOST_RECORDS
from feeds.bridges.webhook.webhook_bridge import Webhook
from feeds.errors import UserError
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import in_force, outcomes, reads, settings, splits
from tests.feeds.bridges.webhook.posts import READS, answers, encoded, posted, read, webhook

WHOLE = splits(outcomes(RACE))

OK = {"repeated": 0, "rejected": 0, "faults": []}


@pytest.mark.parametrize(
    "bodies",
    [
        READS,
        [READS],
        [READS[:5], READS[5:]],
        ["\r\n".join(map(json.dumps, READS)).encode()],
        [b"\xef\xbb\xbf" + json.dumps(READS, indent=2).encode() + b"\0\r\n"],
        [json.dumps(READS).encode("utf-16")],
    ],
    ids=["one each", "a list", "two lists", "lines", "indented, with a BOM and a NUL", "UTF-16"],
)
def test_reads_come_one_by_one_or_many_at_once(bodies: list[object]) -> None:
    """Each is a record, and the splits are those of the same reads in a table."""
    made = posted(webhook(), *bodies)

    assert splits(made) == WHOLE
    assert sum(body["accepted"] for _, body in answers(made)) == len(READS)
    assert [outcome.record for outcome in made if outcome.record] == [*range(1, len(READS) + 1)]


@pytest.mark.parametrize(
    ("body", "table"),
    [
        (
            {"ID": 1, "Bib": 1, "TimingPoint": "Line", "Result": -10, "Time": 70850.1, "Invalid": False,
             "Passing": {"Transponder": "ZICAD30", "UTCTime": "2026-05-02T17:40:50.1Z", "LoopID": 8}},
            {"columns": {"chip": "Bib", "time": "Passing.UTCTime", "place": "TimingPoint", "id": "ID",
                         "void": "Invalid"}},
        ),
        (
            {"data": {"passings": [{"chipId": 1, "timestamp": 1777743650100, "timingId": "Line"}]}},
            {"reads": "data.passings", "time": "unix ms",
             "columns": {"chip": "chipId", "time": "timestamp", "place": "timingId"}},
        ),
        (
            [{"tag.id": "1", "seen": "1777743650.100", "antenna": 3}],
            {"time": "unix", "place": "Line", "columns": {"chip": "tag.id", "time": "seen"}},
        ),
        (
            {"chip": "1", "date": "02.05.2026", "time": "19:40:50,10", "place": "Line", "rssi": None},
            {},
        ),
    ],
    ids=["a timing program", "a cloud", "a name with a point", "as documented, with a date of its own"],
)  # fmt: skip
def test_fields_go_by_what_the_mapping_file_says(body: object, table: dict[str, object]) -> None:
    """Numbers stay the text that they are: no time goes through a float."""
    ((bib, checkpoint, time),) = splits(posted(webhook(**table), body))

    assert (bib, checkpoint, time[2:].rstrip("0")) == ("1", "300", ":40:50.1")


def test_what_is_posted_again_changes_nothing() -> None:
    """A post that was not answered in time is posted again, alone or within others."""
    bridge = webhook()
    first, again = posted(bridge, READS), posted(bridge, READS, READS[3])

    assert answers(first) == [(202, {**OK, "accepted": 12})]
    assert answers(again) == [
        (202, {**OK, "accepted": 0, "repeated": 12}),
        (202, {**OK, "accepted": 0, "repeated": 1}),
    ]
    assert not [message for outcome in again for message in outcome.messages]


def test_a_read_with_an_id_is_corrected_and_taken_back() -> None:
    """The same id with another time is a correction; with `void` the read is gone, with the id alone too."""
    bridge = webhook()
    made = posted(bridge, [{**one, "id": number} for number, one in enumerate(READS)])
    made += posted(bridge, read("2,19:43:08.0", id=7))
    assert ("2", "1100", "19:43:08.0") in splits(made)
    assert len(splits(made)) == 12
    assert "the read with the id 7 is another one now" in made[-2].news

    made += posted(bridge, {"id": 11, "void": True}, read("1,19:44:12.2", void="1"))
    assert [(bib, at) for bib, at, _ in splits(made) if at == "finish"] == [("2", "finish")]
    never = posted(bridge, read("1,19:50:00", id="x", void=True))
    assert answers(never) == [(202, {**OK, "accepted": 0, "repeated": 1})]


def test_guns_and_chips_without_a_runner() -> None:
    """The gun is named by what stands in the place of the chip; an unknown chip is kept, and named once."""
    bridge = webhook(guns=None, gun="GUN", device_guns=[""])
    made = posted(bridge, read("GUN,19:40:00"), [*READS, read("X9,19:40:50.9")])

    assert splits(made) == WHOLE
    assert reads(made) == ["X9"]
    assert any("the gun went at" in outcome.news for outcome in made)


@pytest.mark.parametrize(
    ("body", "status", "field", "reason"),
    [
        ({"time": "19:40:00"}, 422, "chip", "no chip"),
        ({"chip": "x" * 65, "time": "19:40:00"}, 422, "chip", "a chip has 64 characters at most"),
        ({"chip": "1"}, 422, "time", "not a time of day"),
        ({"chip": "1", "time": "25:00:00"}, 422, "time", "not a time of day: '25:00:00'"),
        ({"chip": "1", "time": {"h": 1}}, 422, "time", "not a time of day"),
        ([["1", "19:40:00"]], 422, "", "a read must be an object"),
        ("hello", 422, "", "a read must be an object"),
        ([None, *READS], 202, "", "a read must be an object"),
        ([{"chip": "1", "time": "19:4\ud800"}], 422, "time", "not a time of day"),
        (b'{"chip": "1"}\n{"chip": \n' + encoded(READS[0]), 202, "time", "not a time of day"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_its_index_and_field(
    body: object, status: int, field: str, reason: str
) -> None:
    """A sender can find out which read of a list it was; the others are taken."""
    bridge = webhook()
    made = posted(bridge, body)
    ((answered, said),) = answers(made)

    assert (answered, said["faults"][0]["index"], said["faults"][0]["field"]) == (status, 0, field)
    assert reason in said["faults"][0]["reason"]
    assert said["rejected"] == sum(outcome.is_bad for outcome in made)
    assert (said["accepted"] > 0) == (status == 202)


@pytest.mark.parametrize("body", [b"", b"chip=1&time=19:40:00", b"{", b"\xff\xfe\xfd", b"[" * 100_000])
def test_what_is_not_json_is_refused(body: bytes) -> None:
    """With a word for machines."""
    bridge = webhook()
    ((status, said),) = answers(posted(bridge, body))

    assert (status, said["error"]) == (400, "not-json")
    assert said["reason"].startswith("not JSON")
    assert splits(posted(bridge, READS)) == WHOLE


def test_a_list_that_is_too_long_is_cut_and_the_faults_that_are_listed_are_few() -> None:
    """An answer stays small."""
    ((_, said),) = answers(posted(webhook(), [{}] * (MOST_RECORDS + 5)))

    assert said["rejected"] == MOST_RECORDS + 1
    assert len(said["faults"]) == 100


@pytest.mark.parametrize("kind", ["file", "data"])
def test_a_file_of_posts_is_read(kind: str) -> None:
    """As one JSON value, or as lines that are cut anywhere and grow."""
    lines = "".join(f"{json.dumps(one)}\r\n" for one in READS).encode()
    pieces = [lines[start : start + 37] for start in range(0, len(lines), 37)]
    bridge = webhook()
    made = [
        outcome
        for number, data in enumerate(pieces)
        for outcome in bridge.take(Piece(0, "f", "file" if kind == "file" and not number else "data", data))
    ]

    assert splits([*made, *bridge.take(Piece(0, "f", "closed"))]) == WHOLE
    assert splits(webhook().take(Piece(0, "f", "file", encoded(READS)))) == WHOLE


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"columns": {"chip": 1, "time": "t"}}, "the column of the chip must be the name of a field"),
        ({"columns": {"chip": "c"}}, "must say where chip and time are"),
        ({"columns": {"chip": "c", "time": "t", "name": "n"}}, "there are chip, time, date, place, id, void"),
        ({"reads": 1}, "reads must be a text in quotes"),
        ({"time": "minutes"}, "time must be one of clock, unix, unix ms, local unix"),
        ({"port": 1}, "unknown key 'port'"),
    ],
)
def test_a_mapping_file_that_cannot_be_meant_is_refused(table: dict[str, object], sentence: str) -> None:
    """With what may be written."""
    with pytest.raises(UserError, match=re.escape(sentence)):
        Webhook(settings(**table))


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=20),
        st.sampled_from(["1", "19:40:50.1", "GUN", "7"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["chip", "time", "place", "id", "void", "date"]), inner, max_size=6),
    ),
    max_leaves=12,
)  # fmt: skip
KINDS: tuple[PieceKind, ...] = ("data", "file", "gone", "closed")
CUT = st.tuples(st.sampled_from([encoded(READS), *map(encoded, READS)]), st.integers(0, 300)).map(
    lambda cut: cut[0][: cut[1]]
)


@few(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=80), CUT, VALUES.map(json.dumps).map(str.encode)), max_size=8))
def test_no_body_breaks_it(bodies: list[bytes]) -> None:
    """Each is answered, by what may be sent; each message can be published; texts stay short."""
    bridge = webhook(gun="GUN", device_guns=[""])
    made = posted(bridge, *bodies)

    in_force(made)
    assert len(answers(made)) == len(bodies)
    assert all(any(re.fullmatch(one, o.reply, re.DOTALL) for one in Webhook.sends) for o in made if o.reply)
    assert all(len(outcome.raw) <= 200 for outcome in made)
    reader = webhook()
    in_force(o for body in bodies for kind in KINDS for o in reader.take(Piece(0, "f", kind, body)))
