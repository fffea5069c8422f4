"""IOF XML 3.0: a race for each class and day, with what its statuses mean; anything harmful is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.errors import FeedError
from feeds.tables.table_format import Hints
from tests.feeds.tables.converted_files import convert_text

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
XMLNS = 'xmlns="http://www.orienteering.org/datastandard/3.0" iofVersion="3.0"'
EVENT = "<Event><Name>Woods</Name><StartTime><Date>2026-05-02</Date></StartTime></Event>"


def result_list(*classes: str, more: str = 'status="Complete"', event: str = EVENT) -> str:
    """A result list of some classes."""
    return f"{HEAD}<ResultList {XMLNS} {more}>{event}{''.join(classes)}</ResultList>"


def class_result(name: str, *people: str, course: str = "<Course><Length>5000</Length></Course>") -> str:
    """A class and its course."""
    return f"<ClassResult><Class><Name>{name}</Name></Class>{course}{''.join(people)}</ClassResult>"


def named(given: str) -> str:
    """A person."""
    return f"<Person><Name><Family>Ash</Family><Given>{given}</Given></Name></Person>"


def result(bib: int, status: str, time: str = "", more: str = "", start: str = "") -> str:
    """A result, with its start in minutes after ten."""
    began = f"<StartTime>2026-05-02T10:{start}:00+02:00</StartTime>" if start else ""
    timed = f"<Time>{time}</Time>" if time else ""
    return f"<Result><BibNumber>{bib}</BibNumber>{began}{timed}<Status>{status}</Status>{more}</Result>"


def person(bib: int, *rest: str, **fields: str) -> str:
    """A runner and a result."""
    return f"<PersonResult>{named(f'Ada{bib}')}{result(bib, *rest, **fields)}</PersonResult>"


def splits(*visits: str) -> str:
    """Splits, written `31=300`; `31=` is missing, and `+31=300` does not belong to the course."""
    made = []
    for visit in visits:
        code, _, time = visit.lstrip("+").partition("=")
        status = "Additional" if visit.startswith("+") else "" if time else "Missing"
        attribute = f' status="{status}"' if status else ""
        timed = f"<Time>{time}</Time>" if time else ""
        made.append(f"<SplitTime{attribute}><ControlCode>{code}</ControlCode>{timed}</SplitTime>")
    return "".join(made)


def place(number: int) -> str:
    """A place."""
    return f"<Position>{number}</Position>"


def test_runners_have_their_own_starts_and_times(tmp_path: Path) -> None:
    """The course is as long as it is stated; each start is a gun at its time of day."""
    (race,) = convert_text(
        tmp_path,
        result_list(
            class_result(
                "W21",
                person(1, "OK", "1500.5", place(1) + splits("31=300", "32=900"), start="00"),
                person(2, "OK", "1600", place(2) + splits("31=320.25", "32="), start="03"),
            )
        ),
    )

    assert (race.start_list.name, race.start_list.meet, race.start_list.date) == (
        "W21",
        "Woods",
        "2026-05-02",
    )
    assert race.start_list.distance_m == 5000
    assert race.times("1") == {"31": "5:00", "32": "15:00", "finish": "25:00.5"}
    assert race.times("2") == {"31": "5:20.25", "finish": "26:40"}
    assert race.places == {"1": 1, "2": 2}
    assert [str(gun.clock) for gun in race.guns] == ["2026-05-02T08:00:00Z", "2026-05-02T08:03:00Z"]
    assert [entrant.wave for entrant in race.start_list.entrants] == ["", race.guns[1].wave]
    assert race.is_official


@pytest.mark.parametrize(
    ("status", "meaning", "has_time"),
    [
        ("OK", None, True),
        ("Finished", None, True),
        ("MissingPunch", ("dq", "missing punch"), True),
        ("Disqualified", ("dq", ""), True),
        ("OverTime", ("dq", "outside the time limit"), True),
        ("DidNotFinish", ("dnf", ""), False),
        ("SportingWithdrawal", ("dnf", "sporting withdrawal"), False),
        ("NotCompeting", ("unknown", "not competing"), True),
        ("DidNotStart", ("dns", ""), False),
        ("Cancelled", ("dns", "entry cancelled"), False),
        ("Teleported", ("unknown", "status Teleported"), True),
    ],
)
def test_what_each_status_means(
    tmp_path: Path, status: str, meaning: tuple[str, str] | None, has_time: bool
) -> None:
    """Who has no result has no place, whatever the file says, and keeps the times on the way."""
    times = splits("31=300", "32=", "33=1200")
    (race,) = convert_text(
        tmp_path,
        result_list(
            class_result("M21", person(1, "OK", "1500", times), person(2, status, "1600", place(2) + times))
        ),
    )

    assert race.statuses.get("2") == meaning
    assert race.times("2") == {"31": "5:00", "33": "20:00"} | ({"finish": "26:40"} if has_time else {})
    assert race.places.get("2") == (2 if meaning is None else None)


@pytest.mark.parametrize("status", ["Moved", "MovedUp", "DidNotEnter"])
def test_who_is_not_in_the_race_is_left_out_and_named(tmp_path: Path, status: str) -> None:
    """The note says in which class and why."""
    (race,) = convert_text(
        tmp_path, result_list(class_result("M21", person(1, "OK", "1500"), person(2, status)))
    )

    assert [entrant.bib for entrant in race.start_list.entrants] == ["1"]
    assert any("class M21, runner 2" in note and "left out" in note for note in race.notes)


def test_additional_punches_are_no_splits(tmp_path: Path) -> None:
    """They belong to no course."""
    times = splits("31=300", "+99=310", "32=900")
    (race,) = convert_text(tmp_path, result_list(class_result("M21", person(1, "OK", "1500", times))))

    assert [c.id for c in race.start_list.checkpoints] == ["31", "32", "finish"]


def test_a_control_that_is_passed_twice_is_two_points(tmp_path: Path) -> None:
    """Who missed the end of such a course keeps what comes before; who is out of order, what is certain."""
    loop = splits("31=300", "32=500", "31=700", "33=900")
    (race,) = convert_text(
        tmp_path,
        result_list(
            class_result(
                "M21",
                person(1, "OK", "1500", loop),
                person(2, "DidNotFinish", "", splits("31=310", "32=520")),
                person(3, "DidNotFinish", "", splits("31=320", "33=930")),
            )
        ),
    )

    assert [c.id for c in race.start_list.checkpoints] == ["31", "32", "31-2", "33", "finish"]
    assert race.times("1") == {"31": "5:00", "32": "8:20", "31-2": "11:40", "33": "15:00", "finish": "25:00"}
    assert race.times("2") == {"31": "5:10", "32": "8:40"}
    assert race.times("3") == {"33": "15:30"}


def test_of_a_forked_course_only_the_common_controls_are_kept(tmp_path: Path) -> None:
    """The first control differs from runner to runner; that it is left out is said."""
    (race,) = convert_text(
        tmp_path,
        result_list(
            class_result(
                "M21",
                person(1, "OK", "1500", splits("31=300", "40=900")),
                person(2, "OK", "1510", splits("32=310", "40=910")),
                person(3, "OK", "1520", splits("33=320", "40=920")),
            )
        ),
    )

    assert [c.id for c in race.start_list.checkpoints] == ["40", "finish"]
    assert any("left out 3 times at controls" in note for note in race.notes)


def test_loops_in_another_order_are_not_compared(tmp_path: Path) -> None:
    """Who ran the second loop first was at its control before, not after, the other."""
    (race,) = convert_text(
        tmp_path,
        result_list(
            class_result(
                "M21",
                person(1, "OK", "1500", splits("31=200", "32=400", "31=700", "33=900", "31=1100", "40=1300")),
                person(
                    2, "MissingPunch", "1600", splits("31=210", "33=500", "31=800", "32=", "31=", "40=1400")
                ),
            )
        ),
    )

    assert race.times("2") == {"40": "23:20", "finish": "26:40"}


def test_an_event_of_two_days_is_two_races(tmp_path: Path) -> None:
    """Each has its own course, results and day."""
    days = "".join(
        f"<Race><RaceNumber>{n}</RaceNumber><Name>Day {n}</Name><StartTime><Date>2026-05-0{n}</Date>"
        "</StartTime></Race>"
        for n in (2, 3)
    )
    numbered = [result(1, "OK", time).replace("<Result>", f'<Result raceNumber="{n}">')
                for n, time in ((2, "1500"), (3, "3000"))]  # fmt: skip
    courses = "".join(
        f'<Course raceNumber="{n}"><Length>{m}</Length></Course>' for n, m in ((2, 4000), (3, 9000))
    )
    people = f"<PersonResult>{named('Ada')}{''.join(numbered)}</PersonResult>"
    event = f"<Event><Name>Two</Name>{days}</Event>"

    first, second = convert_text(
        tmp_path, result_list(class_result("M", people, course=courses), event=event)
    )

    assert (first.start_list.distance_m, second.start_list.distance_m) == (4000, 9000)
    assert (first.start_list.date, second.start_list.date) == ("2026-05-02", "2026-05-03")
    assert first.start_list.meet == "Two Day 2"
    assert (first.times("1"), second.times("1")) == ({"finish": "25:00"}, {"finish": "50:00"})


def test_a_snapshot_is_not_official(tmp_path: Path) -> None:
    """Who is on the way has no status, and nothing is final."""
    (race,) = convert_text(
        tmp_path,
        result_list(
            class_result(
                "M21", person(1, "OK", "1500", splits("31=300")), person(2, "Active", "", splits("31=320"))
            ),
            more='status="Snapshot"',
        ),
    )

    assert not race.is_official
    assert race.statuses == {}
    assert race.times("2") == {"31": "5:20"}


def test_a_start_list_has_starts_and_no_times(tmp_path: Path) -> None:
    """It is a race before the gun."""
    start = "<Start><BibNumber>7</BibNumber><StartTime>2026-05-02T10:00:00Z</StartTime></Start>"
    text = (
        f"{HEAD}<StartList {XMLNS}>{EVENT}<ClassStart><Class><Name>W21</Name></Class><Course><Length>5000"
        f"</Length></Course><PersonStart>{named('Bea')}{start}</PersonStart></ClassStart></StartList>"
    )

    (race,) = convert_text(tmp_path, text)

    assert [entrant.name for entrant in race.start_list.entrants] == ["Bea Ash"]
    assert str(race.start_list.planned) == "2026-05-02T10:00:00Z"
    assert not race.splits
    assert not race.statuses
    assert not race.is_official


def team(bib: int, *legs: str) -> str:
    """A team."""
    members = "".join(f"<TeamMemberResult>{named(f'L{n}')}{leg}</TeamMemberResult>" for n, leg in
                      enumerate(legs, 1))  # fmt: skip
    return f"<TeamResult><Name>Team {bib}</Name><BibNumber>{bib}</BibNumber>{members}</TeamResult>"


def leg(number: int, status: str, time: str, overall: str = "") -> str:
    """A leg over 3 km."""
    made = result(0, status, time, f"<OverallResult>{overall}</OverallResult>" if overall else "")
    made = made.replace("<BibNumber>0</BibNumber>", f"<Leg>{number}</Leg>")
    return made.replace("</Result>", "<Course><Length>3000</Length></Course></Result>")


def test_a_relay_is_a_race_of_teams(tmp_path: Path) -> None:
    """A team's points are its changeovers; one leg without a punch takes the team its result."""
    (race,) = convert_text(
        tmp_path,
        result_list(
            class_result(
                "Relay",
                team(1, leg(1, "OK", "900"), leg(2, "OK", "950", "<Time>1851</Time><Position>1</Position>")),
                team(2, leg(1, "OK", "910"), leg(2, "MissingPunch", "990")),
                team(3, leg(1, "OK", "930"), leg(2, "DidNotStart", "")),
                team(4, leg(1, "DidNotStart", ""), leg(2, "DidNotStart", "")),
                course="",
            )
        ),
    )

    assert [(c.id, c.distance_m) for c in race.start_list.checkpoints] == [("leg-1", 3000), ("finish", 6000)]
    assert [entrant.team for entrant in race.start_list.entrants] == ["Team 1", "Team 2", "Team 3", "Team 4"]
    assert race.start_list.entrants[0].members == ("L1 Ash", "L2 Ash")
    assert (race.start_list.event, race.start_list.setting, race.start_list.lap_m) == (
        "2x3000",
        "trail",
        None,
    )
    assert race.times("1") == {"leg-1": "15:00", "finish": "30:51"}
    assert race.times("2") == {"leg-1": "15:10", "finish": "31:40"}
    assert {s.leg for s in race.splits if s.bib == "1"} == {1, 2}
    assert race.places == {"1": 1, "2": None}
    assert race.statuses == {"2": ("dq", "missing punch"), "3": ("dnf", ""), "4": ("dns", "")}


def test_legs_of_several_lengths_leave_the_distance_open(tmp_path: Path) -> None:
    """The first leg is as long as it is said to be; the last one differs from team to team."""
    long = leg(2, "OK", "960").replace("3000", "3100")
    text = result_list(
        class_result(
            "Relay",
            team(1, leg(1, "OK", "900"), leg(2, "OK", "950")),
            team(2, leg(1, "OK", "910"), long),
            course="",
        )
    )

    with pytest.raises(FeedError, match="how far 'Relay' is"):
        convert_text(tmp_path, text)
    (race,) = convert_text(tmp_path, text, Hints(distance_m=6050))
    assert [c.distance_m for c in race.start_list.checkpoints] == [3000, 6050]


def test_who_has_no_result_at_all_is_named(tmp_path: Path) -> None:
    """The list has the person, and nothing of the race."""
    entry = f"<PersonResult>{named('Bea')}</PersonResult>"
    (race,) = convert_text(tmp_path, result_list(class_result("M21", person(1, "OK", "1500"), entry)))

    assert len(race.start_list.entrants) == 1
    assert any("no result of runner 2, left out" in note for note in race.notes)


def test_a_course_without_a_length_is_asked_for(tmp_path: Path) -> None:
    """One race takes --distance; of several each is converted on its own."""
    one = class_result("M21", person(1, "OK", "1500"), course="")
    two = class_result("W21", person(2, "OK", "1500"), course="")

    with pytest.raises(FeedError, match="how far 'M21' is: give --distance METRES"):
        convert_text(tmp_path, result_list(one))
    with pytest.raises(FeedError, match="one by one with --only"):
        convert_text(tmp_path, result_list(one, two), Hints(distance_m=5000))
    with pytest.raises(FeedError, match="has no race 'X21'; did you mean"):
        convert_text(tmp_path, result_list(one, two), Hints(distance_m=5000, only=("X21",)))

    (race,) = convert_text(tmp_path, result_list(one, two), Hints(distance_m=4200, only=("W21",)))
    assert race.start_list.distance_m == 4200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<ResultList><IOFVersion version='2.0.3'/></ResultList>", "IOF XML 2.0 is not read"),
        (f"{HEAD}<EntryList {XMLNS}></EntryList>", "EntryList holds no race: export the result list"),
        (result_list(), "no runner"),
        (result_list(class_result("M21", person(1, "OK", "1500")))[:-40], "line 2: not XML"),
        (
            f'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><ResultList {XMLNS}>&b;</ResultList>',
            "document type or entities",
        ),
        (result_list("<a>" * 5000 + "</a>" * 5000), "nested deeper"),
        (result_list(class_result("M21", "<a/>" * 1_000_001)), "more elements"),
        (result_list().replace("UTF-8", "klingon"), "file.dat: "),
    ],
    ids=["version 2", "entries", "empty", "cut off", "laughs", "deep", "huge", "encoding"],
)
def test_what_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """One sentence, with the file's name."""
    with pytest.raises(FeedError, match=said):
        convert_text(tmp_path, text)


def test_other_encodings_are_read(tmp_path: Path) -> None:
    """As the file declares."""
    text = result_list(class_result("M21", person(1, "OK", "1500"))).replace("Woods", "Wälder")
    (race,) = convert_text(tmp_path, text.replace("UTF-8", "ISO-8859-1").encode("latin-1"))

    assert race.start_list.meet == "Wälder"
