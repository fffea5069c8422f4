"""Notes about athletes come in tables and in texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.errors import FeedError
from feeds.tables import cue_lines
from feeds.tables.cue_lines import read_cue_lines


def read(tmp_path: Path, text: str, name: str = "notes.csv") -> list[tuple[str, str, str]]:
    """Who, bib and note of each line."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [(line.who, line.bib, line.text) for line in read_cue_lines(path)]


def test_a_table_with_heads(tmp_path: Path) -> None:
    """A name counts before a bib; quotes, and commas without them."""
    assert read(
        tmp_path, 'bib,name,note\n11,Anna Berg,"ran 3:29, in May"\n12,,new\n13,Cat Oak,tall, fast\n'
    ) == [
        ("Anna Berg", "11", "ran 3:29, in May"),
        ("12", "12", "new"),
        ("Cat Oak", "13", "tall, fast"),
    ]
    assert read(tmp_path, "Startnr;Vorname;Nachname;Bemerkung\n7;Anna;Berg;schnell\n") == [
        ("Anna Berg", "7", "schnell")
    ]
    assert read(tmp_path, "bib\tcue\n7\tfast\n8\t\n", "notes.tsv") == [("7", "7", "fast")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("11: ran 3:29 in May", ("11", "", "ran 3:29 in May")),
        ("Anna Berg - the holder", ("Anna Berg", "", "the holder")),
        ('11,"Olympic, and world, champion"', ("11", "", "Olympic, and world, champion")),
        ("#11 Olympic champion", ("11", "", "Olympic champion")),
        ("Anna-Lena Berg\tnew here", ("Anna-Lena Berg", "", "new here")),
        ("Berg, Anna: the holder", ("Anna Berg", "", "the holder")),
        ("Berg, the holder: ran 3:29", ("Berg", "", "the holder: ran 3:29")),
        ("11 = the holder", ("11", "", "the holder")),
        ("Anna Berg -> the holder", ("Anna Berg", "", "the holder")),
        ("Anna Berg ..... the holder", ("Anna Berg", "", "the holder")),
        ("* Anna Berg: the holder", ("Anna Berg", "", "the holder")),
        ("Anna Berg (KEN): the holder", ("Anna Berg", "", "the holder")),
        ("bib 11: the holder", ("11", "", "the holder")),
        ("Startnr. 11: the holder", ("11", "", "the holder")),
        ("11 Anna Berg: the holder", ("Anna Berg", "11", "the holder")),
        ("11\tAnna Berg\tthe holder", ("Anna Berg", "11", "the holder")),
        ("11; 3:29 in May; tall", ("11", "", "3:29 in May; tall")),
        ("Mia ran 3:29 in May", ("Mia", "", "ran 3:29 in May")),
    ],
)
def test_a_line_of_a_text(tmp_path: Path, line: str, expected: tuple[str, str, str]) -> None:
    """Who comes first, then what is between them."""
    assert read(tmp_path, f"\n{line}\n\n", "notes.txt") == [expected]


def test_the_text_is_data(tmp_path: Path) -> None:
    """Nothing in it commands a terminal, and a long note is cut."""
    [(who, _, text)] = read(tmp_path, f"11: \x1b[2J\u202e{'x' * 400}\n", "notes.txt")

    assert who == "11"
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text) == cue_lines.LONGEST


def test_what_is_no_notes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to write instead; a file of another kind, an empty one, none, and too many notes."""
    with pytest.raises(
        FeedError, match=r"^notes\.txt: no notes: write a bib or a name, a colon and the note"
    ):
        read(tmp_path, "\n\n", "notes.txt")
    with pytest.raises(FeedError, match="no notes"):
        read(tmp_path, "bib,name,club\n1,Anna,Town\n")
    (tmp_path / "notes.bin").write_bytes(b"\0\1\2")
    with pytest.raises(FeedError, match="no notes"):
        read_cue_lines(tmp_path / "notes.bin")
    with pytest.raises(FeedError, match="No such file"):
        read_cue_lines(tmp_path / "missing.csv")
    monkeypatch.setattr(cue_lines, "MOST", 2)
    with pytest.raises(FeedError, match="more than 2 notes"):
        read(tmp_path, "1: a\n2: b\n3: c\n", "notes.txt")
