"""What a decoder is asked, and in which order."""

from __future__ import annotations

import pytest

from feeds.bridges.raceresult.decoder_dialogue import DecoderDialogue


def passing(number: int, box: str = "D-1") -> str:
    """A passing in all twenty columns."""
    return f"{number};ZCMBG52;2026-05-02;10:50:00.477;0;72;127;;1;1;1;;16731;2,9;17;0;{box};7;0;{box}"


def asked(dialogue: DecoderDialogue, *lines: str) -> list[str]:
    """What is asked when lines come."""
    return [dialogue.answer(line).decode().strip() for line in lines]


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("GETPROTOCOL;1.0;1.0;3.3", "SETPROTOCOL;3.3"),
        ("GETPROTOCOL;2.0;1.2;4.1", "SETPROTOCOL;2.0"),
        ("GETPROTOCOL;4.0;4.0;5.0", "GETSTATUS"),
        ("GETPROTOCOL;;", "GETSTATUS"),
        ("GETPROTOCOL", "GETSTATUS"),
        ("PASSINGS;many;7", ""),
        ("PASSINGS", ""),
        ("ONLY 3 PASSINGS", ""),
        ("ERROR;UNKNOWN COMMAND", ""),
        ("#B;full", ""),
    ],
)
def test_each_answer_has_a_next_question(answer: str, question: str) -> None:
    """And what cannot be understood has none: it is asked again by the heartbeat."""
    assert asked(DecoderDialogue(), answer) == [question]


def test_all_passings_are_fetched_in_blocks_and_then_pushed() -> None:
    """From the first; while one block is asked for, no other is."""
    dialogue = DecoderDialogue()
    assert asked(dialogue, "PASSINGS;40;7") == ["1:32"]
    assert asked(dialogue, *map(passing, range(1, 32))) == [""] * 31
    assert asked(dialogue, passing(32)) == ["33:32"]
    assert asked(dialogue, *map(passing, range(33, 41)))[-1] == "SETPUSHPASSINGS;1;0"
    assert asked(dialogue, "PASSINGS;40;7", f"#P;{passing(41)}", "PASSINGS;41;7") == ["", "", ""]


def test_a_gap_is_fetched_once() -> None:
    """Whatever else is pushed meanwhile; and again when the decoder is asked how many there are."""
    dialogue = DecoderDialogue()
    asked(dialogue, "PASSINGS;0;7")
    assert asked(dialogue, f"#P;{passing(1)}", f"#P;{passing(4)}", f"#P;{passing(5)}") == ["", "2:32", ""]
    assert asked(dialogue, *map(passing, range(2, 6))) == [""] * 4
    assert asked(dialogue, f"#P;{passing(6)}", "PASSINGS;8;7") == ["", "7:32"]
    assert asked(dialogue, passing(7), passing(8), "PASSINGS;8;7") == ["", "", ""]


def test_passings_that_a_decoder_lacks_are_not_waited_for() -> None:
    """Where it sends those behind them."""
    dialogue = DecoderDialogue()
    assert asked(dialogue, "PASSINGS;5;7", passing(1), passing(4), passing(5), "PASSINGS;5;7") == [
        "1:32", "", "", "SETPUSHPASSINGS;1;0", "",
    ]  # fmt: skip


def test_a_new_connection_goes_on_where_the_last_one_was() -> None:
    """In the same file; another file, fewer passings or another box begin with the first."""
    dialogue = DecoderDialogue()
    asked(dialogue, "PASSINGS;3;7", passing(1), passing(2), passing(3))
    dialogue.begin()
    assert asked(dialogue, "PASSINGS;4;7", passing(4)) == ["4:32", "SETPUSHPASSINGS;1;0"]
    dialogue.begin()
    assert asked(dialogue, "PASSINGS;4;8") == ["1:32"]
    asked(dialogue, *map(passing, range(1, 5)))
    assert asked(dialogue, "PASSINGS;2;8") == ["1:32"]
    asked(dialogue, passing(1), passing(2))
    assert asked(dialogue, "PASSINGS;9;8", passing(3, "D-2"), "PASSINGS;9;8") == ["3:32", "", "1:32"]
