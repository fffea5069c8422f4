"""Moments: what happened, told from what the playhead has shown, in sentences.

Each is found from a state alone and none is later than the clock, so nothing is told early.
"""

from race.moments.commentary import Commentary, moments
from race.moments.dropouts import departure
from race.moments.finishes import tells_record
from race.moments.lead_changes import first_at
from race.moments.moment import BIG, CHATTER, MARKED, Moment
from race.moments.phrases import ordinal

__all__ = [
    "BIG",
    "CHATTER",
    "MARKED",
    "Commentary",
    "Moment",
    "departure",
    "first_at",
    "moments",
    "ordinal",
    "tells_record",
]
