"""Messages become JSON and come back the same; whatever is not right is refused with a sentence."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import ValidationError

from feeds import codec
from feeds.legal_text import legal
from race.messages import (
    Belief,
    Checkpoint,
    Entrant,
    Evidence,
    Gun,
    Mark,
    Message,
    Note,
    Official,
    Order,
    RaceKind,
    Read,
    Role,
    Ruling,
    Split,
    StartList,
    Status,
    StatusCode,
    Unknown,
    Void,
)
from race.times import Time, TimeOfDay

CLOCK = "write 2026-05-02T08:00:00Z or 2026-05-02T10:00:00.5+02:00"
"""How a time of day is written, as an error says it."""

times = st.integers(0, 3).flatmap(
    lambda digits: st.integers(0, 36_000_000).map(
        lambda ms: Time(ms // 10 ** (3 - digits) * 10 ** (3 - digits), digits)
    )
)
clocks = st.integers(0, 3).flatmap(
    lambda digits: st.integers(0, 4 * 10**12).map(
        lambda ms: TimeOfDay(ms // 10 ** (3 - digits) * 10 ** (3 - digits), digits)
    )
)


def legal_texts(min_size: int = 0, max_size: int = 200) -> st.SearchStrategy[str]:
    """Texts of which nothing has to be made legal."""
    return st.text(min_size=min_size, max_size=max_size).map(legal)


names = legal_texts(min_size=1, max_size=16)
texts = legal_texts(max_size=200)
evidences = st.sampled_from(get_args(Evidence))
common = {
    "id": st.none() | names,
    "replaces": st.none() | names,
    "when": st.none() | times,
    "source": texts,
    "by": texts,
    "record": st.none() | st.integers(0, 2**53),
}
EVERY_FIELD = {name for kind in (*codec.KNOWN, *codec.PARTS) for name in codec.field_names(kind)}

distances = st.floats(1, 100_000)
start_lists = distances.flatmap(
    lambda distance_m: st.builds(
        StartList,
        name=texts,
        distance_m=st.just(distance_m),
        lap_m=st.none() | distances,
        limit_s=st.none() | st.floats(1, 1_000_000),
        planned=st.none() | clocks,
        zone=st.sampled_from(["", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"]),
        meeting=legal_texts(max_size=64),
        event_id=legal_texts(max_size=64),
        round=legal_texts(max_size=32),
        heat=legal_texts(max_size=16),
        kind=st.none() | st.sampled_from(get_args(RaceKind)),
        evidence=st.none() | evidences,
        checkpoints=st.builds(
            Checkpoint,
            id=st.just("finish"),
            distance_m=st.just(distance_m),
            hold_off_s=st.none() | st.floats(0, 86_400),
            counts=st.sampled_from(["first", "last"]),
            mats=st.lists(names, max_size=3).map(tuple),
        ).map(lambda finish: (finish,)),
        entrants=st.lists(
            st.builds(
                Entrant,
                bib=names,
                name=texts,
                role=st.sampled_from(get_args(Role)),
                team=texts,
                pb=st.none() | times,
                note=texts,
            ),
            unique_by=lambda entrant: entrant.bib,
            max_size=3,
        ).map(tuple),
        marks=st.lists(st.builds(Mark, label=legal_texts(max_size=64), time=times), max_size=2).map(tuple),
        sources=st.dictionaries(names, texts, max_size=2),
        **common,
    )
)
splits = st.builds(
    Split,
    bib=names,
    checkpoint=names,
    time=times,
    clock=st.none(),
    rank=st.none() | st.integers(1, 100_000),
    evidence=evidences,
    notes=st.lists(legal_texts(max_size=32), max_size=3).map(tuple),
    suspect=st.booleans(),
    leg=st.none() | st.integers(1, 1000),
    wind=st.none() | st.floats(-20, 20),
    **common,
)
messages = st.one_of(
    start_lists,
    splits,
    st.builds(Split, bib=names, checkpoint=names, time=st.none(), clock=clocks, evidence=evidences, **common),
    st.builds(Gun, clock=st.none() | clocks, wave=legal_texts(max_size=32), **common),
    st.builds(
        Order,
        checkpoint=names,
        places=st.dictionaries(names, st.integers(1, 100_000), min_size=1, max_size=5),
        evidence=evidences,
        **common,
    ),
    st.builds(
        Status,
        bib=names,
        status=st.sampled_from(get_args(StatusCode)),
        after=st.none() | names,
        reason=texts,
        **common,
    ),
    st.builds(Void, reason=texts, **{**common, "replaces": names}),
    st.builds(Read, chip=legal_texts(min_size=1, max_size=64), checkpoint=names, clock=clocks, **common),
    st.builds(Ruling, of=names, belief=st.sampled_from(get_args(Belief)), reason=texts, **common),
    st.builds(Note, text=texts, checkpoint=st.none() | names, bib=st.none() | names, **common),
    st.builds(Official, **common),
)


@given(messages)
def test_every_message_comes_back_the_same(message: Message) -> None:
    """What was encoded decodes to an equal message, from one line."""
    line = codec.encode(message)

    assert codec.decode(line) == message
    assert b"\n" not in line


later_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | legal_texts(max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(legal_texts(max_size=4), inner, max_size=3),
    max_leaves=5,
)
later_fields = st.dictionaries(
    legal_texts(max_size=12).filter(lambda name: name != "type" and name not in EVERY_FIELD), later_values
)


@given(messages, later_fields, later_fields)
def test_fields_of_a_later_version_change_nothing(
    message: Message, beside: dict[str, Any], inside: dict[str, Any]
) -> None:
    """The rest of the message is read as if they were not there, and they are passed on."""
    body = json.loads(codec.encode(message))
    later = body | beside
    for part in ("entrants", "checkpoints", "marks"):
        later |= {part: [{**entry, **inside} for entry in later[part]]} if part in body else {}
    line = json.dumps(later).encode()

    read = codec.decode(line)

    assert read == message
    assert (read.unread is not None) == (later != body)
    passed_on = codec.encode(read)
    assert codec.decode(passed_on) == message
    assert json.loads(passed_on) == json.loads(line, parse_constant=lambda _: None)


@pytest.mark.parametrize(
    ("line", "message", "sentences"),
    [
        (
            '{"type":"split","bib":"7","checkpoint":"400","time":"58.2","evidence":"photo","lane":3}',
            Split(bib="7", checkpoint="400", time=Time(58_200, 1), evidence="hand"),
            [
                "evidence 'photo' is not a value that this version knows; counts as 'hand'",
                "'lane' is not a field that this version knows; kept unread",
            ],
        ),
        (
            '{"type":"status","bib":"7","status":"otl"}',
            Status(bib="7", status="unknown"),
            ["status 'otl' is not a value that this version knows; counts as 'unknown'"],
        ),
        (
            '{"type":"ruling","id":"r1","of":"s1","belief":"under appeal"}',
            Unknown(
                type="ruling",
                id="r1",
                body={"type": "ruling", "id": "r1", "of": "s1", "belief": "under appeal"},
            ),
            ["belief 'under appeal' is not a value that this version knows; kept unread"],
        ),
        (
            '{"type":"note","text":"x","unread":null}',
            Note(text="x"),
            ["'unread' is not a field that this version knows; kept unread"],
        ),
        (
            '{"type":"start-list","name":"800","distance_m":800,"setting":"beach","kind":"duel","checkpoints":'
            '[{"id":"finish","distance_m":800,"counts":"middle","height_m":3}],"entrants":'
            '[{"bib":"1","name":"A","role":"guide","shoe":"x"},{"bib":"2","name":"B","shoe":"y"}],"marks":'
            '[{"label":"Best","time":"1:40","setting":"beach"},{"label":"WR","time":"1:41"}]}',
            StartList(
                name="800",
                distance_m=800,
                setting="trail",
                checkpoints=(Checkpoint(id="finish", distance_m=800),),
                entrants=(Entrant(bib="1", name="A"), Entrant(bib="2", name="B")),
                marks=(Mark(label="WR", time=Time(101_000, 0)),),
            ),
            [
                "kind 'duel' is not a value that this version knows; kept unread",
                "setting 'beach' is not a value that this version knows; counts as 'trail'",
                "checkpoints.counts 'middle' is not a value that this version knows; kept unread",
                "'checkpoints.height_m' is not a field that this version knows; kept unread",
                "entrants.role 'guide' is not a value that this version knows; kept unread",
                "'entrants.shoe' is not a field that this version knows; kept unread",
                "marks.setting 'beach' is not a value that this version knows; the mark is left out",
            ],
        ),
    ],
)
def test_reads_what_it_can_of_a_later_version(line: str, message: Message, sentences: list[str]) -> None:
    """What it does not know is named, each once, and passed on."""
    read = codec.decode(line)

    assert read == message
    assert read.unread is not None
    assert sorted(read.unread.sentences) == sorted(sentences)
    assert json.loads(codec.encode(read)) == json.loads(line)


def test_a_later_field_hides_no_fault() -> None:
    """A message that is wrong otherwise is refused, and every fault is told."""
    with pytest.raises(ValidationError) as caught:
        codec.decode('{"type":"note","text":7,"colour":"red","bib":""}')

    assert sorted(codec.explain(caught.value)) == [
        "bib: must have at least 1 character",
        "colour: no such field",
        "text: must be text, in quotes",
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            '{"type":"split","bib":"7","checkpont":"400"}',
            "checkpont: no such field; did you mean 'checkpoint'?",
        ),
        (
            '{"type":"start-list","entrants":[{"bib":"1","name":"A","nation_":"GBR"}]}',
            "entrants.0.nation_: no such field; did you mean 'nation'?",
        ),
        (
            '{"type":"start-list","marks":[{"label":"x","splits":[{"distance":3}]}]}',
            "marks.0.splits.0.distance: no such field; did you mean 'distance_m'?",
        ),
        ('{"type":"gun","spectators":3}', "spectators: no such field"),
    ],
)
def test_suggests_the_nearest_field(line: str, sentence: str) -> None:
    """For a slip of the pen, among the fields of the part that it stands in."""
    with pytest.raises(ValidationError) as caught:
        codec.decode(line, newer=False)

    assert sentence in codec.explain(caught.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"type":"official"}', Official()),
        ('{"type":"gun"}', Gun()),
        ('{"type":"gun","clock":"2024-05-25T21:02:00.5Z"}', Gun(clock=TimeOfDay(1716670920500, 1))),
        ('{"type":"void","replaces":"s1"}', Void(replaces="s1")),
        ('{"type":"note","text":"Wind +0.3"}', Note(text="Wind +0.3")),
        ('{"type":"status","bib":"7","status":"dnf"}', Status(bib="7", status="dnf")),
        (
            '{"type":"order","checkpoint":"400","places":{"7":1}}',
            Order(checkpoint="400", places={"7": 1}),
        ),
        (
            '{"type":"split","id":"s1","bib":"7","checkpoint":"400","time":"58.2","evidence":"hand"}',
            Split(id="s1", bib="7", checkpoint="400", time=Time(58_200, 1), evidence="hand"),
        ),
        (
            '{"type":"ruling","by":"referee","of":"s1","belief":"set aside","reason":"two chips"}',
            Ruling(of="s1", belief="set aside", by="referee", reason="two chips"),
        ),
        (
            '{"type":"read","by":"mat","record":7,"chip":"058003","checkpoint":"400",'
            '"clock":"2024-05-25T21:02:00.5Z"}',
            Read(chip="058003", checkpoint="400", clock=TimeOfDay(1716670920500, 1), by="mat", record=7),
        ),
    ],
)
def test_writes_what_a_person_would_write(line: str, message: Message) -> None:
    """A message is compact JSON that begins with its type and leaves out what goes without saying."""
    assert codec.encode(message).decode() == line
    assert codec.decode(line) == message


def test_carries_a_type_it_does_not_know() -> None:
    """A message of a later version keeps all it holds, and its names take part in corrections."""
    line = '{"type":"photo","id":"p1","replaces":"s1","when":"58.2","frames":[1,{"x":null}]}'

    message = codec.decode(line)

    assert isinstance(message, Unknown)
    assert (message.type, message.id, message.replaces) == ("photo", "p1", "s1")
    assert message.when == Time(58_200, 1)
    assert codec.encode(message).decode() == line


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "not JSON: EOF while parsing an object at character 1"),
        ("{“type”: “gun”}", 'not JSON: typographic quotes “ ”: use straight ones, "'),
        ('{"type": "gun", "wave": „A“}', 'not JSON: typographic quotes „ “: use straight ones, "'),
        ('{"type": "gun", "wave": "it’s"', "not JSON: EOF while parsing an object"),
        ("[]", "must be an object"),
        ("{}", "no message type: expected one of gun, note, official,"),
        ('{"type":7}', "no message type"),
        ('{"type":"photo","id":7}', "id: must be text, in quotes"),
        ('{"type":"status","bib":"7","status":"gone"}', "status: must be 'dnf', 'dns', 'dq' or 'unknown'"),
        ('{"type":"note","text":"x","colour":"red"}', "colour: no such field"),
        ('{"type":"note"}', "text: missing"),
        ('{"type":"note","text":7}', "text: must be text, in quotes"),
        ('{"type":"void"}', "replaces: missing"),
        (
            '{"type":"official","when":"x"}',
            "when: 'x' is not in the right form (write 58.2, 3:45.34 or 2:05:13)",
        ),
        ('{"type":"official","when":"1:75"}', "when: not a time: '1:75' (60 or more after a larger unit)"),
        ('{"type":"gun","clock":"2024-05-25T14:02:00"}', "clock: no time zone in '2024-05-25T14:02:00'"),
        ('{"type":"gun","clock":"noon"}', f"clock: 'noon' is not in the right form ({CLOCK})"),
        *(
            (f'{{"type":"gun","clock":"{clock}"}}', f"clock: not a date and time of day: {clock!r} ({CLOCK})")
            for clock in ("10:00:00", "2026-13-02T10:00:00Z", "2026-05-02T25:00Z", "2026-05-02T10:00+25:00")
        ),
        ('{"type":"order","checkpoint":"400","places":{}}', "places: must have at least 1 item"),
        ('{"type":"order","checkpoint":"400","places":{"note":"x"}}', "places.note: must be a valid integer"),
        (
            '{"type":"order","checkpoint":"400","places":{"7":0}}',
            "places.7: must be greater than or equal to 1",
        ),
        (
            '{"type":"split","bib":"7","checkpoint":"400","evidence":"hand"}',
            "a split has either a time or a clock",
        ),
        (
            '{"type":"split","bib":"12345678901234567","checkpoint":"400","time":"1","evidence":"hand"}',
            "bib: must have at most 16 characters",
        ),
        (
            '{"type":"split","bib":"7","checkpoint":"400","time":58.2,"evidence":"hand"}',
            "time: must be text, in quotes",
        ),
        (
            '{"type":"split","bib":"7","checkpoint":"400","time":"11.2","evidence":"hand","wind":21}',
            "wind: must be less than or equal to 20",
        ),
        (
            '{"type":"split","bib":"7","checkpoint":"400","time":"11.2","evidence":"hand","wind":NaN}',
            "wind: must be less than or equal to 20",
        ),
        (
            '{"type":"split","bib":"7","checkpoint":"400","time":"11.2","evidence":"hand","leg":0}',
            "leg: must be greater than or equal to 1",
        ),
        (
            '{"type":"official","record":-1}',
            "record: must be greater than or equal to 0",
        ),
        ('{"type":"ruling","belief":"doubtful"}', "of: missing"),
        ('{"type":"read","chip":"","checkpoint":"400","clock":"2024-05-25T21:02:00Z"}', "chip: must have"),
    ],
)
def test_says_what_is_wrong_and_where(line: str, sentence: str) -> None:
    """A fault is a sentence with the field's own name, whatever that is."""
    with pytest.raises(ValidationError) as caught:
        codec.decode(line, newer=False)

    assert codec.explain(caught.value)[0].startswith(sentence)


finish: dict[str, Any] = {"id": "finish", "distance_m": 800}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"entrants": [{"bib": "1", "name": "A", "note": 7}]}, "entrants.0.note: must be text, in quotes"),
        ({"entrants": [{"bib": "1", "name": "A"}] * 2}, "bib '1' is in the start list twice"),
        ({"checkpoints": []}, "checkpoints: must have at least 1 item"),
        ({"checkpoints": [{"id": "400", "distance_m": 400}]}, "no checkpoint at the finish (800 m)"),
        ({"distance_m": -1}, "distance_m: must be greater than 0"),
        ({"name": "x" * 201}, "name: must have at most 200 characters"),
        ({"limit_s": 0}, "limit_s: must be greater than 0"),
        ({"zone": "../../etc"}, "zone: '../../etc' is not the name of a time zone, such as Europe/Berlin"),
        ({"zone": "Europe/Berlin\n"}, "zone: 'Europe/Berlin ' is not the name of a time zone, such as"),
        ({"kind": "race"}, "kind: must be 'paced', 'championship', 'heat' or 'club'"),
        (
            {"planned": "19:30"},
            "planned: not a date and time of day: '19:30' (write 2026-05-02T08:00:00Z or ",
        ),
        (
            {"checkpoints": [finish | {"counts": "middle"}]},
            "checkpoints.0.counts: must be 'first' or 'last'",
        ),
        (
            {"checkpoints": [finish | {"hold_off_s": -1}]},
            "checkpoints.0.hold_off_s: must be greater than or equal to 0",
        ),
    ],
)
def test_checks_the_start_list_inside(change: dict[str, object], sentence: str) -> None:
    """Faults inside a start list name the way to them."""
    body = {"type": "start-list", "name": "800", "distance_m": 800, "checkpoints": [finish], "entrants": []}

    with pytest.raises(ValidationError) as caught:
        codec.decode(json.dumps(body | change), newer=False)

    assert any(fault.startswith(sentence) for fault in codec.explain(caught.value))


@given(
    st.binary(max_size=60)
    | st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | legal_texts(max_size=8)
        | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "bib", "id"]), inner)
        ),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode())
)
def test_refuses_rubbish_with_a_sentence(rubbish: bytes) -> None:
    """Whatever comes is a message or a fault that can be explained."""
    try:
        message = codec.decode(rubbish)
    except ValidationError as error:
        message, faults = None, codec.explain(error)
    else:
        faults = []

    assert isinstance(message, Message) != bool(faults)
    assert all(faults)


@pytest.mark.parametrize("number", [b"1e400", b"-1e400", b"NaN", b"Infinity", b"-Infinity"])
@pytest.mark.parametrize(
    ("message", "where"),
    [
        (b'{"type":"note","text":"a","z":%s}', "z"),
        (b'{"type":"note","text":"a","z":{"b":[1,%s]}}', "z.b.1"),
        (b'{"type":"later","z":%s}', "z"),
        (b'{"type":"ruling","of":"a:1","belief":"later","z":%s}', "z"),
        (b'{"type":"split","bib":"1","checkpoint":"400","time":"1:00","evidence":"later","z":%s}', "z"),
    ],
)
def test_a_number_that_cannot_be_kept_is_refused(message: bytes, where: str, number: bytes) -> None:
    """In what this version does not know; it became null, and was passed on as that."""
    with pytest.raises(ValidationError) as refused:
        codec.decode(message % number)

    assert codec.explain(refused.value) == [f"{where}: not a finite number"]


@pytest.mark.parametrize("number", ["1", "1.5", "-0.25", "1e300", "123456789012345678901234567890"])
def test_a_number_that_is_not_known_is_passed_on(number: str) -> None:
    """As it is."""
    message = codec.decode(f'{{"type":"note","text":"a","z":{number}}}')
    assert json.loads(codec.encode(message))["z"] == json.loads(number)
