"""What an edit does, in words: for the line under the list, for undo, and for the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.corrections.correction_sentences import CorrectionSentences
from race.messages import Gun, Note, Official, Order, Read, Ruling, Split, StartList, Status, Void

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.fold.history import History
    from race.messages import Message

MOST_SAID = 2
"""Of more messages in an edit the others are counted."""


def title_of(history: History, messages: Sequence[Message]) -> str:
    """What messages do that are in the log already, or come next."""
    sentences = CorrectionSentences(history.start_list, history.start_times)
    withdrawn = {m.replaces for m in messages if isinstance(m, Void)}
    earlier = {before.replaces for name in withdrawn if name and (before := history.named(name)) is not None}
    texts = [
        _words(history, sentences, message)
        for message in messages
        if not isinstance(message, Void) or message.replaces not in earlier
    ]
    more = len(texts) - MOST_SAID
    return "; ".join(texts[:MOST_SAID]) + (f"; {more} more" if more > 0 else "")


def described(history: History, message: Message) -> str:
    """A message by itself, whatever it replaces."""
    return _plainly(CorrectionSentences(history.start_list, history.start_times), message)


def _words(history: History, sentences: CorrectionSentences, message: Message) -> str:
    replaced = history.named(message.replaces) if message.replaces is not None else None
    match message:
        case Void():
            return _voided(history, sentences, replaced)
        case Ruling(of=of, belief=belief):
            return f"{_plainly(sentences, history.named(of))}: {belief}"
        case Split():
            before = replaced if isinstance(replaced, Split) else None
            changed = sentences.split(before, message) if before is not None else None
            return changed.text if changed is not None else sentences.described(message)
        case Gun():
            gun_before = replaced if isinstance(replaced, Gun) else None
            moved = sentences.gun(gun_before, message, awaited=True) if gun_before is not None else None
            return moved.text if moved is not None else _plainly(sentences, message)
        case StartList():
            before_list = replaced if isinstance(replaced, StartList) else None
            told = sentences.start_list(before_list, message) if before_list is not None else None
            return told.text if told is not None else "Start list"
    return _plainly(sentences, message)


def _voided(history: History, sentences: CorrectionSentences, message: Message | None) -> str:
    """That a message is withdrawn; of one that had withdrawn another that this holds again."""
    holds_again = False
    while isinstance(message, Void) and message.replaces is not None:
        message, holds_again = history.named(message.replaces), not holds_again
    return f"{_plainly(sentences, message)} again" if holds_again else _withdrawn(sentences, message)


def _withdrawn(sentences: CorrectionSentences, message: Message | None) -> str:
    match message:
        case Status():
            told = sentences.status(message, None, finished=False)
            return told.text if told is not None else "Status withdrawn"
        case Official():
            return "The result is open again"
    return f"{_plainly(sentences, message)} withdrawn"


def _plainly(sentences: CorrectionSentences, message: Message | None) -> str:
    """A message by itself."""
    match message:
        case Split():
            return sentences.described(message)
        case Read(chip=chip, checkpoint=checkpoint):
            return f"{chip[:1].upper()}{chip[1:]} {sentences.at(checkpoint)}"
        case Order(places=places, checkpoint=checkpoint):
            return f"Order {sentences.at(checkpoint)}: {', '.join(sorted(places, key=lambda b: places[b]))}"
        case Status():
            told = sentences.status(None, message, finished=False)
            return told.text if told is not None else message.status
        case Gun(wave=wave, clock=clock):
            gun = f"Gun of wave {wave}" if wave else "Gun"
            return f"{gun} at {sentences.day_time(clock)}" if clock is not None else gun
        case Note(text=text):
            return text
        case Official():
            return "The result is official"
        case StartList():
            return "Start list"
        case None:
            return "A message that is not in the log"
    return message.__class__.__name__
