"""What a result is worth, in words: the records that it breaks, and by how much."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from race.areas import area_of, member_of
from race.event import event_of
from race.moments import sentences
from race.moments.phrases import listed
from race.nation_adjectives import AREAS, NATIONS
from race.people.family_names import family_name
from race.people.folding import folded_words
from race.records import STANDARD, kind_of_badge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.areas import Area
    from race.fold.runner import Runner
    from race.messages import Mark, StartList
    from race.records import Beaten
    from race.times import Time

NAMES = {
    "WR": "a world record",
    "WB": "a world best",
    "OR": "an Olympic record",
    "AR": "an area record",
    "ER": "a European record",
    "CR": "a championship record",
    "WL": "a world lead",
    "NR": "a national record",
    "DLR": "a Diamond League record",
    "MR": "a meeting record",
    "SR": "a stadium record",
    "WU20R": "a world under-20 record",
    "WU20B": "a world under-20 best",
    "PB": "a personal best",
    "SB": "a season's best",
}
"""What each badge stands for, the greatest first. Others are not said in a sentence."""

MOST = 2
"""How many are said of one result."""

OWN = {"men": "his own", "women": "her own"}

QUALIFIED = frozenset({"Q", "q"})

APART_INDOORS = frozenset({"WR", "WB", "AR", "ER", "NR", "WU20R", "WU20B"})
"""Indoors these are records of their own."""

BESTS = frozenset({"PB", "SB"})

IMPLIED_BY = {
    "WR": frozenset(NAMES),
    "WB": frozenset(NAMES),
    "AR": BESTS | {"NR", "ER"},
    "ER": BESTS | {"NR", "AR"},
    "OR": BESTS,
    "CR": BESTS,
    "NR": BESTS,
    "WL": BESTS,
    "DLR": BESTS | {"MR", "SR"},
    "MR": BESTS | {"SR"},
    "SR": BESTS,
    "WU20R": BESTS,
    "PB": frozenset({"SB"}),
}
"""What a badge makes not worth saying beside it."""


_SOUNDS_LIKE_YOU = ("Eu", "Ug", "Uk", "Un", "Ur", "US")
"""Adjectives that begin so have the article of a consonant: a European record, a Ugandan one."""


class Worth:
    """Words the records, bests and standards of the results of one race."""

    def __init__(self, start_list: StartList | None) -> None:
        self._sex = start_list.sex_of_field if start_list is not None else ""
        self._is_indoors = start_list is not None and start_list.setting == "indoor"
        self._is_of_teams = start_list is not None and event_of(start_list).is_team_race
        self._next_round = _next_round(start_list) if start_list is not None else ""

    def words(
        self,
        runner: Runner,
        time: Time,
        badges: Iterable[str],
        beaten: Beaten,
        *,
        in_full: bool = False,
        with_bests: bool = True,
    ) -> str:
        """What a result is worth: "a world lead and a British record"; empty where it is nothing more.

        Args:
            runner: The finisher.
            time: The finishing time.
            badges: What is shown beside it.
            beaten: The marks that it beat or equalled, by badge.
            in_full: Whether the greatest record is said with whose it was, and by how much it fell.
            with_bests: Whether a best of the runner's own is said.
        """
        printed = {kind_of_badge(badge): badge for badge in badges}
        implied = {other for kind in printed for other in IMPLIED_BY.get(kind, ()) if other != kind}
        unsaid = implied if with_bests else implied | BESTS
        kinds = [kind for kind in NAMES if kind in printed and kind not in unsaid][:MOST]
        fallen = next((kind for kind in kinds if in_full and kind != "WL" and beaten.get(kind)), "")
        kinds.sort(key=lambda kind: bool(fallen) and kind == "WL")
        names = [self._named(kind, printed[kind], runner, beaten.get(kind)) for kind in kinds]
        mark = beaten.get(fallen)
        if mark is not None:
            number = kinds.index(fallen)
            names[number] = self._by_how_much(names[number], runner, time, mark, is_short=len(names) > 1)
            names = [sentences.RECORD_ALSO.format(record=names[0], other=names[1])] if names[1:] else names
        is_record = any(kind not in BESTS for kind in kinds)
        labels = [_label(badge, mark) for badge, mark in beaten.items() if badge != STANDARD or not is_record]
        inside = [sentences.INSIDE.format(mark=label) for label in labels if label]
        has_qualified = self._next_round and printed.keys() & QUALIFIED
        further = sentences.QUALIFYING.format(round=self._next_round) if has_qualified else ""
        return ", ".join(part for part in (listed(names), *inside, further) if part)

    def _named(self, kind: str, badge: str, runner: Runner, mark: Mark | None) -> str:
        area = mark.area if mark is not None else None
        if kind == "PB" and self._is_of_teams:
            return "the team's best"
        name = record_name(kind, runner.entrant.nation, area, is_indoors=self._is_indoors)
        if not badge.startswith("="):
            return name
        record = name if kind in BESTS else f"the {name.partition(' ')[2]}"
        return sentences.EQUALLING.format(record=record)

    def _by_how_much(
        self, record: str, runner: Runner, time: Time, mark: Mark, *, is_short: bool = False
    ) -> str:
        """A record, with by how much it fell and whose it was; beside another one not what that was."""
        margin = mark.time.minus(time.rounded(2))
        unit = " s" if not margin.digits and margin.ms < 60_000 else ""
        is_own = folded_words(mark.holder) == folded_words(runner.entrant.name)
        own = "its own" if self._is_of_teams else OWN.get(runner.entrant.sex or self._sex, "the runner's own")
        template = sentences.RECORD_FROM_YEAR if mark.date else sentences.RECORD_FROM
        template = sentences.RECORD_FROM_HOLDER if is_short else template
        return (template if mark.holder else sentences.RECORD_BY).format(
            record=record,
            margin=f"{margin}{unit}",
            holder=own if is_own else f"{mark.holder if self._is_of_teams else family_name(mark.holder)}'s",
            time=mark.time,
            year=mark.date[:4],
        )


def record_name(kind: str, nation: str, area: Area | None = None, *, is_indoors: bool = False) -> str:
    """A record by the name of its area or nation: "a European record", "a British indoor record"."""
    name, adjective = NAMES[kind], ""
    if kind == "AR":
        area = area or area_of(nation)
        adjective = AREAS[area] if area is not None else ""
    elif kind == "NR":
        adjective = NATIONS.get(member_of(nation), "")
    if adjective:
        name = f"{_article(adjective)} {adjective} record"
    if is_indoors and kind in APART_INDOORS:
        stem, _, what = name.rpartition(" ")
        name = f"{stem} indoor {what}"
    return name


def _article(adjective: str) -> str:
    return "an" if adjective[0] in "AEIOU" and not adjective.startswith(_SOUNDS_LIKE_YOU) else "a"


def _label(badge: str, mark: Mark | None) -> str:
    """A standard or a mark of the viewer's, by its own name; empty for a record or a best."""
    if mark is None:
        return ""
    if mark.code == STANDARD:
        return f"the {mark.label}" if mark.label else ""
    return mark.label if badge == mark.label else ""


def _next_round(start_list: StartList) -> str:
    """What one qualifies for; empty in a final, and where it is not known that there is another round."""
    described = f"{start_list.round} {start_list.name}".lower()
    if "semi" in described:
        return "the final"
    return "the next round" if re.search(r"\b(heats?|quarter|round|qualif)", described) else ""
