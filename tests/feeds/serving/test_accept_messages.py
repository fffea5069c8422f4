"""What a hub acknowledges it keeps, once and in order, whoever says it how often."""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from feeds.hub import Hub, Settings
from feeds.journal import Journal
from feeds.line_checksum import without_checksum
from feeds.log import read
from feeds.serving.tokens import Tokens
from tests.feeds.patient_viewer import texts, until, watch
from tests.feeds.raw_publisher import PROTOCOL, Frame, note, notes, publishing, teller
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.usefixtures("quiet_log")


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """A hub that keeps live races in a folder."""
    return Hub(settings=Settings(folder=tmp_path / "hub", heartbeat_s=0.2))


def kept(hub: Hub, race: str = "club-800") -> list[str]:
    """What the notes in a race's file say."""
    assert hub.settings.folder
    rows = (hub.settings.folder / f"{race}.jsonl").read_bytes().splitlines()[1:]
    return [json.loads(row)["text"] for row in rows]


def numbers(first: int, last: int) -> list[str]:
    """Numbers as notes say them."""
    return [str(number) for number in range(first, last + 1)]


async def test_what_is_acknowledged_is_on_disk(hub: Hub) -> None:
    """When the answer comes the file has it already, and viewers get it named by source and number."""
    async with hub, teller(hub) as mat:
        assert mat.ready["last"] == 0
        assert mat.ready["source"] == "mat-a"
        await mat.say(1, *notes(1, 3))
        assert await mat.until_acked(3) == []
        assert kept(hub) == numbers(1, 3)
        async with aclosing(watch(hub.url("club-800"))) as updates:
            seen = await until(updates, 3)

    messages = [message for update in seen for message in getattr(update, "messages", [])]
    assert texts(seen) == numbers(1, 3)
    assert [message.id for message in messages] == ["mat-a:1", "mat-a:2", "mat-a:3"]
    assert all(message.heard_ms > 1_700_000_000_000 for message in messages)


async def test_a_viewer_gets_the_line_of_the_log_without_its_checksum(hub: Hub) -> None:
    """Byte for byte, as it is in the file."""
    async with hub, teller(hub) as mat:
        await mat.say(1, *notes(1, 3))
        await mat.until_acked(3)
        async with aclosing(watch(hub.url("club-800"))) as updates:
            seen = await until(updates, 3)
    assert hub.settings.folder
    written = (hub.settings.folder / "club-800.jsonl").read_bytes().splitlines()[1:]

    assert [line for update in seen for line in getattr(update, "lines", [])] == [
        without_checksum(line)[0] for line in written
    ]
    assert all(b'"crc":"' in line for line in written)


async def test_a_number_that_is_not_finite_is_refused(hub: Hub) -> None:
    """Its message alone, with a sentence."""
    async with hub, teller(hub) as mat:
        await mat.connection.send(
            '{"type":"publish","first":1,"messages":[{"type":"note","text":"1","bend":1e400},'
            '{"type":"note","text":"2","bend":1.5}]}'
        )
        [refusal] = await mat.until_acked(2)

    assert (refusal["number"], refusal["reason"]) == (1, "bend: not a finite number")
    assert kept(hub) == ["2"]


async def test_the_whole_race_again_changes_nothing(hub: Hub) -> None:
    """Published twice, from the start or from anywhere, the log has every message once."""
    async with hub:
        for first in (1, 1, 20, 35):
            async with teller(hub) as mat:
                await mat.say(first, *notes(first, 40))
                assert await mat.until_acked(40) == []
        assert kept(hub) == numbers(1, 40)
        assert hub.registry.acceptors["club-800"].duplicates == 40 + 21 + 6


async def test_disorder_is_put_in_order(hub: Hub) -> None:
    """A gap is answered with the number that should come; the log has the source's own order."""
    async with hub, teller(hub) as mat:
        await mat.say(1, *notes(1, 2))
        await mat.say(5, note(5))
        [again] = await mat.until_acked(2)
        assert again == {"type": "again", "first": 3}
        await mat.say(3, *notes(3, 5))
        assert await mat.until_acked(5) == []

    assert kept(hub) == numbers(1, 5)


async def test_two_bridges_with_one_token(hub: Hub) -> None:
    """In turn, each says everything, with gaps and repetitions: it is in the log once."""
    chance, turn = random.Random(6), asyncio.Lock()

    async def bridge(token: str) -> None:
        next_ = 1
        while next_ <= 80:
            first = max(next_ + chance.randint(-5, 2), 1)
            last = min(first + chance.randint(0, 9), 80)
            async with turn, publishing(hub, "club-800", token) as mat:
                await mat.hear()
                await mat.say(first, *notes(first, last))
                answer = await mat.hear()
            assert answer["type"] in ("ack", "again")
            next_ = answer["first"] if answer["type"] == "again" else max(next_, answer["last"] + 1)
        async with turn, publishing(hub, "club-800", token) as mat:
            await mat.until_acked(80)

    async with hub:
        assert hub.settings.folder
        token = Tokens(hub.settings.folder).issue("club-800", "mat-a")
        await asyncio.gather(bridge(token), bridge(token))

    assert kept(hub) == numbers(1, 80)


async def test_sources_are_numbered_each_on_its_own(hub: Hub) -> None:
    """Two sources of one race both begin at 1; the log has the order of each."""
    async with hub, teller(hub, source="mat-a") as one, teller(hub, source="mat-b") as other:
        await asyncio.gather(
            *(mat.say(number, note(number)) for number in range(1, 51) for mat in (one, other))
        )
        await one.until_acked(50)
        await other.until_acked(50)
        log = hub.registry.broadcasts["club-800"].log

    ids = [message.id for message in log.messages() if message.id]
    for source in ("mat-a", "mat-b"):
        own = [name for name in ids if name.startswith(source)]
        assert own == [f"{source}:{number}" for number in range(1, 51)]


BAD: list[tuple[Frame, str]] = [
    ({"type": "note"}, "note.text: missing"),
    ({"type": "photo"}, "no message type: expected one of "),
    ({"type": "note", "text": 3, "lane": 3}, "note.text: must be text, in quotes"),
    ({"type": "note", "text": "x" * 1001}, "note.text: "),
    ({"type": "note", "text": "x", "id": "mat-b:2"}, "id: the id of this message is 'mat-a:2' here"),
    (
        {"type": "split", "bib": "1", "checkpoint": "400", "time": "61.0", "evidence": "estimated"},
        "estimated splits are not accepted",
    ),
    ({"type": "split", "bib": "1", "checkpoint": "400", "time": 61.0, "evidence": "device"}, "split.time: "),
    ({"type": "split", "bib": "1", "checkpoint": "400", "evidence": "device"}, "split: "),
]


@pytest.mark.parametrize(("bad", "reason"), BAD)
async def test_a_bad_message_is_named_and_the_rest_lands(hub: Hub, bad: Frame, reason: str) -> None:
    """The refusal says which and why; its number is used up, whether it comes again or never."""
    async with hub, teller(hub) as mat:
        await mat.say(1, note(1), bad, note(3))
        [refusal] = await mat.until_acked(3)
        await mat.say(2, note(2), note(3), note(4))
        [second] = await mat.until_acked(4)

    assert (refusal["type"], refusal["number"]) == ("refusal", 2)
    assert refusal["reason"].startswith(reason)
    assert second == {
        "type": "refusal",
        "number": 2,
        "kind": "before",
        "reason": "its number was refused before",
    }
    assert kept(hub) == ["1", "3", "4"]


async def test_what_is_not_legal_is_kept_legal_and_logged_once(
    hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    """No viewer gets it as it came; sent again it is the same message, and the operator reads of it once."""
    raw: Frame = {"type": "note", "text": "a\x1b[2J", "by": "\u202eb"}
    caplog.set_level("INFO", "lapbell.hub")
    async with hub, teller(hub) as mat:
        for _ in range(2):
            await mat.say(1, raw)
            assert await mat.until_acked(1) == []
        [line] = hub.registry.broadcasts["club-800"].log.lines

    kept_line = json.loads(line)
    assert (kept_line["text"], kept_line["by"]) == ("a\ufffd[2J", "b")
    said = [vars(record)["fields"] for record in caplog.records if record.msg == "text made legal"]
    assert [(fields["message"], fields["what"]) for fields in said] == [
        ("mat-a:1", "messages.0.text: U+001B is a control character; it counts as \ufffd"),
        ("mat-a:1", "messages.0.by: U+202E cannot be seen; it is left out"),
    ]


async def test_what_a_later_version_added_is_kept(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    """Fields and values that the hub does not know reach viewers as they came; its log names each once."""
    lane: Frame = {"type": "note", "text": "x", "lane": [3, {"of": ":1"}]}
    out: Frame = {"type": "status", "bib": "7", "status": "otl"}
    appeal: Frame = {"type": "ruling", "of": "mat-a:1", "belief": "under appeal"}
    caplog.set_level("INFO", "lapbell.hub")
    async with hub, teller(hub) as mat:
        for _ in range(2):
            await mat.say(1, lane, out, appeal, lane | {"text": "y"})
            assert await mat.until_acked(4) == []
        await mat.say(1, lane | {"lane": 4})
        [refusal, *_] = await mat.until_acked(4)
        log = hub.registry.broadcasts["club-800"].log
        lines = [json.loads(line) for line in log.lines]

    named = [line | {"heard_ms": 0} for line in lines]
    assert named[:3] == [
        {**sent, "id": f"mat-a:{number}", "heard_ms": 0}
        for number, sent in enumerate((lane, out, appeal), start=1)
    ]
    assert [line["id"] for line in lines] == ["mat-a:1", "mat-a:2", "mat-a:3", "mat-a:4"]
    assert refusal["kind"] == "other"
    assert [vars(record)["fields"]["what"] for record in caplog.records if record.msg == "kept unread"] == [
        "'lane' is not a field that this version knows; kept unread",
        "status 'otl' is not a value that this version knows; counts as 'unknown'",
        "belief 'under appeal' is not a value that this version knows; kept unread",
    ]


async def test_another_message_under_a_number_is_refused(hub: Hub) -> None:
    """What was said stands, on disk or on its way there; a correction is a message of its own."""
    async with hub, teller(hub) as mat:
        await mat.say(1, note(1), note(2))
        await mat.say(2, note(7))
        [refusal] = await mat.until_acked(2)
        await mat.say(1, note(7))
        later = await mat.hear()

    assert refusal == {
        "type": "refusal",
        "number": 2,
        "kind": "other",
        "reason": "the hub has another message by this number",
    }
    assert later == {
        "type": "refusal",
        "number": 1,
        "kind": "other",
        "reason": "the hub has another message by this number",
    }
    assert kept(hub) == ["1", "2"]


async def test_a_hub_goes_on_where_it_ended(hub: Hub) -> None:
    """A new hub over the same folder has the races, the numbers of each source, and the tokens."""
    assert hub.settings.folder
    token = Tokens(hub.settings.folder).issue("*", "mat-a")
    async with hub, publishing(hub, "club-800", token) as mat:
        await mat.say(1, note(1), {"type": "photo"}, note(3))
        await mat.until_acked(3)
    async with Hub(settings=hub.settings) as later:
        async with publishing(later, "club-800", token) as mat:
            assert mat.ready["last"] == 3
            await mat.say(4, note(4))
            assert await mat.until_acked(4) == []
        async with aclosing(watch(later.url("club-800"))) as updates:
            assert texts(await until(updates, 3)) == ["1", "3", "4"]


async def test_whether_a_message_makes_sense_is_not_asked(hub: Hub) -> None:
    """A runner who is on no start list, at a checkpoint that there is not, is kept like any other."""
    odd = {"type": "split", "bib": "99", "checkpoint": "nowhere", "time": "1:00.0", "evidence": "device"}
    async with hub, teller(hub) as mat:
        await mat.say(1, odd, {"type": "official"}, {"type": "gun"})
        assert await mat.until_acked(3) == []
        assert hub.registry.broadcasts["club-800"].log.head == 3


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        ("hello", "not JSON"),
        ("[]", ""),
        ('{"type":"publish","messages":[]}', "first: missing"),
        ('{"type":"publish","first":0,"messages":[]}', "first: must be greater"),
        ('{"type":"publish","first":1,"messages":{}}', "messages: "),
        ('{"type":"publish","first":1,"messages":[' + ",".join(["{}"] * 501) + "]}", "messages: "),
        ('{"type":"ping","asked_ms":1}', "type: must be 'publish', 'fetch' or 'device'"),
        ('{"type":7,"first":1}', "type: must be 'publish', 'fetch' or 'device'"),
        ('{"first":1,"messages":[]}', "type: must be 'publish', 'fetch' or 'device'"),
        ("{}", "type: must be 'publish', 'fetch' or 'device'"),
        ('{"type":"fetch"}', "first: missing"),
        ('{"type":"publish","first":1,"messages":[{"type":"gun"}],"lane":1}', ""),
    ],
)
async def test_what_is_no_frame_ends_the_connection(hub: Hub, frame: str, reason: str) -> None:
    """With a sentence and a code that says not to try that again; the hub goes on."""
    async with hub:
        async with teller(hub) as mat:
            await mat.connection.send(frame)
            answers = [await mat.hear(), await mat.hear()]
            with pytest.raises(ConnectionClosed) as closed:
                await mat.hear()
        bye = answers[-1]
        assert (bye["type"], bye["code"]) == ("bye", 4000)
        assert bye["reason"].startswith(reason)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4000
        async with teller(hub) as mat:
            await mat.say(1, note(1))
            await mat.until_acked(1)


async def test_a_start_list_may_be_large(hub: Hub) -> None:
    """Ten thousand entrants come in one message, and whoever watches gets them."""
    entrants = [{"bib": str(bib), "name": f"Runner with a long name {bib}"} for bib in range(10_000)]
    race = {"type": "start-list", "name": "City run", "distance_m": 10_000, "entrants": entrants}
    finish = {"id": "finish", "distance_m": 10_000}
    async with hub, teller(hub) as mat:
        await mat.say(1, race | {"checkpoints": [finish]})
        await mat.until_acked(1)
        async with aclosing(watch(hub.url("club-800"))) as updates:
            seen = await until(updates, 1)

    [start_list] = [message for update in seen for message in getattr(update, "messages", [])]
    assert len(start_list.entrants) == 10_000


def header(value: str | None) -> dict[str, str]:
    """A handshake's headers."""
    return {} if value is None else {"Authorization": value}


@pytest.mark.parametrize(
    ("race", "said", "status"),
    [
        ("club-800", None, 401),
        ("club-800", "Bearer", 401),
        ("club-800", "Bearer nonsense", 401),
        ("club-800", "Basic TOKEN", 401),
        ("club-800", "Bearer TOKEN\u00e9".encode("latin-1").decode("latin-1"), 401),
        ("other", "Bearer TOKEN", 403),
    ],
)
async def test_publishing_needs_the_token_of_the_race(
    hub: Hub, race: str, said: str | None, status: int
) -> None:
    """Without it the handshake is refused, and nothing is begun."""
    assert hub.settings.folder
    token = Tokens(hub.settings.folder).issue("club-800", "mat-a")
    async with hub:
        with pytest.raises(InvalidStatus) as refused:
            await connect(
                f"{hub.base}/v1/races/{race}/publish",
                subprotocols=PROTOCOL,
                additional_headers=header(said and said.replace("TOKEN", token)),
            )
        assert hub.registry.broadcasts == {}

    assert refused.value.response.status_code == status
    assert token not in str(refused.value.response.body)


async def test_a_revoked_token_is_worth_nothing(hub: Hub) -> None:
    """From the next handshake on, while the hub runs; the token of another source is not touched."""
    assert hub.settings.folder
    tokens = Tokens(hub.settings.folder)
    one, other = tokens.issue("club-800", "mat-a"), tokens.issue("club-800", "mat-b")
    async with hub:
        async with publishing(hub, "club-800", one):
            pass
        assert Tokens(hub.settings.folder).revoke("club-800", "mat-a") == 1
        with pytest.raises(InvalidStatus):
            async with publishing(hub, "club-800", one):
                pass
        async with publishing(hub, "club-800", other):
            pass


def test_tokens_are_kept_as_hashes(tmp_path: Path) -> None:
    """Whoever reads the file cannot publish."""
    token = Tokens(tmp_path).issue("club-800", "mat-a")
    path = tmp_path / "tokens.json"

    assert token not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    assert Tokens(tmp_path).find(token) is not None
    assert Tokens(tmp_path).find(token + "x") is None


async def test_a_full_disk_is_said_and_nothing_is_lost(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What cannot be kept is not acknowledged and not shown; when there is room again it is sent again."""
    append: Any = Journal.append
    full = False

    def appended(journal: Journal, lines: list[bytes]) -> None:
        if full:
            raise OSError(28, "No space left on device")
        append(journal, lines)

    monkeypatch.setattr(Journal, "append", appended)
    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, *notes(1, 3))
            await mat.until_acked(3)
            full = True
            await mat.say(4, note(4))
            with pytest.raises(ConnectionClosed):
                await mat.until_acked(4)
            assert mat.answers[-1]["code"] == 1013
            assert mat.answers[-1]["reason"] == "messages cannot be kept: No space left on device"
        assert json.loads(await _page(hub, "/health"))["status"] == "trouble"
        full = False
        async with teller(hub) as mat:
            assert mat.ready["last"] == 3
            await mat.say(4, note(4))
            await mat.until_acked(4)
        assert json.loads(await _page(hub, "/health"))["status"] == "ok"

    assert kept(hub) == numbers(1, 4)
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert errors == ["messages cannot be kept"]
    caplog.clear()


async def test_a_damaged_log_is_not_served(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    """The hub says so loudly, keeps the file as it is, and serves the other races."""
    async with hub, teller(hub) as mat, teller(hub, "other") as elsewhere:
        for number in range(1, 6):
            await mat.say(number, note(number))
            await mat.until_acked(number)
        await elsewhere.say(1, note(1))
        await elsewhere.until_acked(1)
    assert hub.settings.folder
    path = hub.settings.folder / "club-800.jsonl"
    spoilt = path.read_bytes().replace(b'"text":"2"', b'"text":"9"')
    path.write_bytes(spoilt)

    async with Hub(settings=hub.settings) as later:
        for purpose in ("feed", "publish"):
            token = Tokens(hub.settings.folder).issue("club-800", "mat-a")
            with pytest.raises(InvalidStatus) as refused:
                await connect(
                    f"{later.base}/v1/races/club-800/{purpose}",
                    subprotocols=PROTOCOL,
                    additional_headers=header(f"Bearer {token}"),
                )
            assert refused.value.response.status_code == 503
        async with aclosing(watch(later.url("other"))) as updates:
            assert texts(await until(updates, 1)) == ["1"]
        assert json.loads(await _page(later, "/health", 503))["not_served"] == [
            {
                "race": "club-800",
                "reason": "line 3 is damaged, and 5 messages were on disk",
            }
        ]

    assert path.read_bytes() == spoilt
    assert "race not served" in [record.getMessage() for record in caplog.records]
    caplog.clear()


async def _page(hub: Hub, path: str, status: int = 200) -> str:
    """What the hub answers to a browser."""
    reader, writer = await asyncio.open_connection(hub.settings.host, hub.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: hub\r\n\r\n".encode())
    answer = (await reader.read()).decode()
    writer.close()
    assert answer.startswith(f"HTTP/1.1 {status} ")
    return answer.partition("\r\n\r\n")[2]


async def test_tells_its_races_and_its_figures(hub: Hub) -> None:
    """Over plain HTTP: the races as they stand, and figures in the format of Prometheus."""
    race: Frame = {"type": "start-list", "name": 'The "Mile"', "meet": "Club", "distance_m": 400}
    field: Frame = {"checkpoints": [{"id": "f", "distance_m": 400}], "entrants": [{"bib": "1", "name": "A"}]}
    split: Frame = {"type": "split", "bib": "1", "checkpoint": "f", "time": "61.0", "evidence": "hand"}
    async with hub, teller(hub) as mat:
        states = []
        for number, message in enumerate([race | field, {"type": "gun"}, split, {"type": "official"}], 1):
            await mat.say(number, message)
            await mat.until_acked(number)
            [told] = json.loads(await _page(hub, "/v1/races"))["races"]
            states.append(told["state"])
        figures = await _page(hub, "/metrics")

    assert states == ["before", "running", "finished", "official"]
    assert (told["race"], told["name"], told["meet"]) == ("club-800", 'The "Mile"', "Club")
    assert (told["head"], told["publishers"], told["viewers"]) == (4, 1, 0)
    assert told["feed"] == "/v1/races/club-800/feed"
    assert 'lapbell_head{race="club-800"} 4' in figures.splitlines()
    assert read(hub.settings.folder / "club-800.jsonl").head == 4  # type: ignore[operator]  # there is a folder


async def test_viewers_hear_whether_somebody_publishes(hub: Hub) -> None:
    """At once when the publisher goes, so that nobody waits for what cannot come."""
    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, note(1))
            await mat.until_acked(1)
            updates = watch(hub.url("club-800"))
            seen = await until(updates, 1)
        async with asyncio.timeout(PATIENCE_S):
            async for update in updates:
                seen.append(update)
                if getattr(update, "publishers", None) == 0:
                    break
        await updates.aclose()

    told = [getattr(update, "publishers", None) for update in seen]
    assert told[1] == 1


async def test_a_race_that_is_expected_can_be_awaited(hub: Hub) -> None:
    """Once somebody has a token for it, a race can be watched before anything was said of it."""
    assert hub.settings.folder
    token = Tokens(hub.settings.folder).issue("club-800", "mat-a")
    async with hub, aclosing(watch(hub.url("club-800"))) as updates:
        await until(updates, 0)
        async with publishing(hub, "club-800", token) as mat:
            await mat.say(1, note(1))
            assert texts(await until(updates, 1)) == ["1"]


@pytest.mark.parametrize("first", [1, 3, 4, 900])
async def test_a_frame_of_nothing_is_only_acknowledged(hub: Hub, first: int) -> None:
    """Whatever number it begins with: it says where the hub is, and changes nothing."""
    async with hub, teller(hub) as mat:
        await mat.say(1, *notes(1, 3))
        await mat.until_acked(3)
        await mat.say(first)
        while (answer := await mat.hear())["first"] is None:
            pass
        assert answer == {"type": "ack", "last": 3, "seq": 3, "first": first}
        await mat.say(4, note(4))
        assert await mat.until_acked(4) == []


async def test_a_frame_of_refusals_is_answered_at_once(hub: Hub) -> None:
    """Whoever waits for each answer does not wait for a heartbeat."""
    async with hub, teller(hub) as mat:
        await mat.hear()
        await mat.say(1, {"type": "photo"})
        answers = [await mat.hear(), await mat.hear()]

    assert [answer["type"] for answer in answers] == ["refusal", "ack"]
    assert (answers[1]["last"], answers[1]["first"]) == (1, 1)
