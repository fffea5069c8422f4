"""The words with which results say that there is no result, in eight languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from race.people.folding import folded_words

if TYPE_CHECKING:
    from race.messages import StatusCode


class StatusWord(NamedTuple):
    """What a word says of a runner."""

    status: StatusCode | None
    """None of one who finished."""
    reason: str = ""
    """Where the word says more than the status."""


_WORDS: dict[StatusCode | None, str] = {
    "dnf": "dnf|did not finish|not finished|retired|rtd|drop|dropped|dropped out|withdrew|withdrawn|pulled up"
    "|step off|wd|aufg|aufgabe|aufgegeben|abgebrochen|ausgeschieden|ausg|abandon|abandonne|aband|abd|ab"
    "|abandono|abandona|abandonado|retirado|ret|ritirato|ritirata|rit|uitgevallen|opgegeven|gestaakt"
    "|utgatt|brutit|bruten|ej i mal|brot|brutt|ikke fullfort|fullforte ikke",
    "dns": "dns|did not start|not started|no show|scratched|scr|nicht angetreten|nicht gestartet|na start"
    "|non partant|non partante|npa|no salida|no sale|no presentado|no presentada|np|non partito|non partita"
    "|niet gestart|afwezig|ej start|ej startat|ikke startet|ikke start|startet ikke|absent|absente|abwesend",
    "dq": "dq|dsq|disq|disqualified|disqualifiziert|disqu|disk|disqualifie|disqualifiee|descalificado"
    "|descalificada|desc|descal|squalificato|squalificata|sq|squal|gediskwalificeerd|diskwalificatie"
    "|diskad|diskvalificerad|diskvalifisert",
    "unknown": "nt|no time|no result|keine zeit|ohne zeit|sans temps|sin tiempo|senza tempo|geen tijd"
    "|utan tid|uten tid|not known|unknown",
    None: "fin|finished|finisher|ok|finish|classified|im ziel|ziel|klassiert|gewertet|classe|classee|arrive"
    "|llegado|finalizado|terminado|arrivato|arrivata|gefinisht|i mal|fullfort|fullfolj|godkand",
}

_REASONS = {
    "otl": "outside the time limit",
    "over time limit": "outside the time limit",
    "hd": "outside the time limit",
    "hors delai": "outside the time limit",
    "hors delais": "outside the time limit",
    "fuera de control": "outside the time limit",
    "fuori tempo massimo": "outside the time limit",
    "ftm": "outside the time limit",
    "zeitlimit": "outside the time limit",
}
"""Words for those whose time did not count."""

_STATUSES = {
    **{word: StatusWord(status) for status, words in _WORDS.items() for word in words.split("|")},
    **{word: StatusWord("dnf", reason) for word, reason in _REASONS.items()},
}


LONGEST_REASON = 200
"""Characters."""

_WITH_REASON = re.compile(r"\s*(DNF|DNS|DQ|DSQ|DISQ)(?![A-Za-z])", re.I)
"""What a rule or a reason may stand behind: `DQ TR17.2.3`, `DNF (injured)`."""


def read_status(text: str) -> StatusWord | None:
    """What a cell says of its runner: `DNF`, `d.n.s.`, `aufg.`, `abandon`; None where it is no such word."""
    words = folded_words(text[:60])
    known = _STATUSES.get(" ".join(words)) or _STATUSES.get("".join(words))
    first = _WITH_REASON.match(text)
    if known is None and first is not None:
        status = _STATUSES[first[1].lower()]
        return StatusWord(status.status, text[first.end() :].strip(" ()[]:;,-–")[:LONGEST_REASON])
    return known
