"""Printed lists that hold no result of a race: start lists, team scores, races to a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from race.event_names import parse_event

if TYPE_CHECKING:
    from feeds.documents.printed_document import TextRow

TITLE_ROWS = 12

_START_LIST = re.compile(
    r"\W*(?:(?:official|final|provisional|updated)\s)?(?:start\s?-?list|startliste|meldeliste"
    r"|liste (?:de|des) d[ée]part\w*|lista de (?:salida|inscritos)|(?:lista|ordine) di partenza"
    r"|startlijst|startlista|meet program|heat sheets?|entry list|entries)\b.{0,30}",
    re.I,
)
_RESULTS = re.compile(
    r"\W*(?:\w+\s){0,2}(?:results?|result list|race analysis|ergebnis\w*|r[ée]sultats?|resultados"
    r"|risultati|uitslag\w*|resultat\w*)\b.{0,30}",
    re.I,
)
_STANDINGS = re.compile(
    r"\W*(?:(?:final|overall|team)\s)*(?:team (?:scores?|standings|rankings?|results)|standings"
    r"|points table|medal table|mannschaftswertung|classement par [ée]quipes?|clasificaci[óo]n por equipos"
    r"|classifica (?:a|per) squadre)\b.{0,30}",
    re.I,
)


def refuse_other_lists(rows: Sequence[TextRow], name: str) -> None:
    """Raise FeedError where the rows are headed as a list without results."""
    texts = [row.text for row in rows[:TITLE_ROWS]]
    if any(map(_RESULTS.fullmatch, texts)):
        return
    if any(map(_START_LIST.fullmatch, texts)):
        raise FeedError(
            f"{name}: a start list, which has no results: "
            "make a race file of its field with lapbell new --field (docs/convert.md)"
        )
    if any(map(_STANDINGS.fullmatch, texts)):
        raise FeedError(f"{name}: standings, not the result of a race")
    for text in texts:
        try:
            event = parse_event(text)
        except ValueError:
            continue
        if event is not None and event.limit_s is not None:
            raise FeedError(
                f"{name}: {text!r} is a race to a time, whose results are distances: such a list is not read"
            )
