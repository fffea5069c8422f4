"""The words with which results say that there is no result, in eight languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from race.people.folding import folded_words

if TYPE_CHECKING:
    from race.messages import StatusCode


LONGEST_WORD = 60
"""Characters."""


class StatusWord(NamedTuple):
    """What a word says of a runner."""

    status: StatusCode | None
    """None of one who finished."""
    reason: str = ""
    """Where the word says more than the status."""


_WORDS: dict[StatusCode | None, str] = {
    "dnf": "dnf|did not finish|not finished|retired|rtd|drop|dropped|dropped out|withdrew|withdrawn"
    "|pulled up|step off|wd|aufg|aufgeg|aufgabe|aufgegeben|abgebrochen|ausgeschieden|ausg|abandon|abandonne"
    "|aband|abd|ab"
    "|abandono|abandona|abandonado|retirado|retirada|ret|ritirato|ritirata|rit|uitgevallen|opgegeven|gestaakt"
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

FALSE_STARTS = (
    "fs|false start|fehlstart|faux depart|salida nula|falsa partenza|valse start|tjuvstart|tyvstart"
)
"""Words for those who were disqualified at the start (World Athletics Technical Rule 16.8)."""

_STATUSES = {
    **{word: StatusWord(status) for status, words in _WORDS.items() for word in words.split("|")},
    **{word: StatusWord("dnf", reason) for word, reason in _REASONS.items()},
    **{word: StatusWord("dq", "false start") for word in FALSE_STARTS.split("|")},
}


LONGEST_REASON = 200
"""Characters."""

MOST_WORDS = 4
"""In a status."""

SHORTEST_SPELT = 5
"""Letters of a word, not an abbreviation, that a reason may stand behind: `Dropped at Aid 5`."""


def read_status(text: str) -> StatusWord | None:
    """What a cell says of its runner: `DNF`, `d.n.s.`, `aufg.`, `abandon`; None for other words."""
    words = folded_words(text[:LONGEST_WORD])
    known = _STATUSES.get(" ".join(words)) or _STATUSES.get("".join(words))
    return known or _with_reason(text[:LONGEST_REASON].split())


def _with_reason(parts: list[str]) -> StatusWord | None:
    """A word with its reason behind it, as printed; None of two words, of which neither is meant alone."""
    for count in range(min(len(parts), MOST_WORDS), 0, -1):
        said = re.match(r"(?:DNF|DNS|DQ|DSQ|DISQ)(?![A-Za-z])", parts[0], re.I) if count == 1 else None
        first = said[0] if said else " ".join(parts[:count])
        word = _STATUSES.get(" ".join(folded_words(first)))
        if word is None or not (said or (len(first) >= SHORTEST_SPELT and count < len(parts))):
            continue
        rest = [parts[0][said.end() :], *parts[1:]] if said else parts[count:]
        others = folded_words(" ".join(rest))
        if word.status is None or any(_STATUSES.get(other, word).status != word.status for other in others):
            return None
        reason = " ".join(rest).strip(" ()[]:;,-–/")
        return StatusWord(word.status, ", ".join(filter(None, (word.reason, reason))))
    return None
