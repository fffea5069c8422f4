"""Every sentence that a moment can be, as a template with named fields.

A field is a name, a figure or a phrase of `race.moments.phrases`: {spot} is "through 400 m" or "with a lap to
go", {back} "two tenths back" or "level". A sentence is one of these templates and nothing beside it.
"""

from __future__ import annotations

GUN = "The gun"
OFFICIAL = "The result is official"

# The lead, as the first runner passes
LEADS = "{leader} leads {spot}"
TAKES_THEM = "{leader} takes them {spot}"
FASTEST_SO_FAR = "{leader} is the fastest so far {spot}"
TAKES_LEAD = "{leader} takes the lead from {other} {spot}"
TAKES_THE_LEAD = "{leader} takes the lead {spot}"
TAKES_OVER = "{leader} takes over the lead {spot}"
TAKES_OVER_PACE = "{leader} takes over the pace {spot}"
TAKES_PACE = "{leader} takes over the pace from {other} {spot}"
TOOK_LEAD = "{leader} took the lead from {other} {since} and still leads {spot}"
TOOK_OVER = "{leader} took over the lead {since} and still leads {spot}"
TOOK_PACE = "{leader} took over the pace from {other} {since} and still leads {spot}"
NOW_LEADS = "{leader} leads {spot}; {other} led {since}"
BACK_IN_LEAD = "{leader} is back in the lead {spot}"
MOVES_INTO_LEAD = "{leader} moves {start} into the lead {spot}"

# Where a move began, in {start}
MOVED_FROM = "from {place}"
MOVED_PAST = "from {place} past {passed}"
MOVED_UP = "up {number} places"

# The bell: {bell} is "The bell" or, where the checkpoint is well before it, "Into the last lap"
BELL = "{bell}: {leader} leads"
BELL_LEADS_BY = "{bell}: {leader} leads by {gap}"
BELL_PLACE = "{bell}: {runner} is {place}"
BELL_FASTEST_SO_FAR = "{bell}: {leader} is the fastest so far"
BELL_TAKES_LEAD = "{bell}: {leader} takes the lead from {other}"
BELL_TAKES_OVER = "{bell}: {leader} takes over the lead"
BELL_MOVES_INTO_LEAD = "{bell}: {leader} moves {start} into the lead"

# The same, where the leader is also the first who may break a record
ON_PACE = {
    LEADS: "{leader} leads {spot}, {gap} {side} {pace}",
    TAKES_LEAD: "{leader} takes the lead from {other} {spot}, {gap} {side} {pace}",
    TAKES_THE_LEAD: "{leader} takes the lead {spot}, {gap} {side} {pace}",
    TAKES_OVER: "{leader} takes over the lead {spot}, {gap} {side} {pace}",
    MOVES_INTO_LEAD: "{leader} moves {start} into the lead {spot}, {gap} {side} {pace}",
    BELL: "{bell}: {leader} leads, {gap} {side} {pace}",
    BELL_TAKES_LEAD: "{bell}: {leader} takes the lead from {other}, {gap} {side} {pace}",
    BELL_TAKES_OVER: "{bell}: {leader} takes over the lead, {gap} {side} {pace}",
    BELL_MOVES_INTO_LEAD: "{bell}: {leader} moves {start} into the lead, {gap} {side} {pace}",
}

# A lap, once those named have passed
LAP = "{leader} leads {spot} in {time}, {second} {back}, {third} third"
LAP_SHARED = "{leader} leads {spot} in {time}, {second} and {third} {back}"
LAP_ALONE = "{leader} leads {spot} in {time}"
PACED_LAP = "{leader} takes them {spot} in {time}, {runner} {place}, {back}"
PACED_LAP_ON_PACE = "{leader} takes them {spot} in {time}, {runner} {place}, {back}, {gap} {side} {pace}"
FIELD = "{second} is second {spot}, {back}, {third} third"
FIELD_SHARED = "{second} and {third} are second {spot}, {back}"

# The same, with how far there is to go in a race of many laps
TO_GO = {
    LEADS: "{leader} leads {spot}, {left} to go",
    TAKES_THEM: "{leader} takes them {spot}, {left} to go",
    LAP: "{leader} leads {spot} in {time}, {second} {back}, {third} third, {left} to go",
    LAP_SHARED: "{leader} leads {spot} in {time}, {second} and {third} {back}, {left} to go",
    LAP_ALONE: "{leader} leads {spot} in {time}, {left} to go",
    PACED_LAP: "{leader} takes them {spot} in {time}, {runner} {place}, {back}, {left} to go",
}

# The call of the order at a checkpoint, in parts that commas join
CALL = "{leader} leads {spot} in {time}"
CALL_PACED = "{leader} takes them {spot} in {time}"
CALL_SO_FAR = "{leader} is the fastest so far {spot} in {time}"
CALL_TIME = "{leader} {time}"
CALL_SECOND = "{runner} {back}"
CALL_PLACE = "{runner} {place}"
CALL_PLACE_BACK = "{runner} {place}, {back}"
CALL_PACE = "{gap} {side} {pace}"
CALL_ON_PACE = "on {pace}"

# What there is to say without a call
FIELD_OF = "{race}: {number}"
FIELD_AND_FASTEST = "{race}: {number}, the fastest of them {runner} with {time}"
UNDERWAY = "{race}: {number} under way"
UNDERWAY_AND_RECORD = "{race}: {number} under way, {record} {time}"
ON_FOR = "{runner} is on for {time}, give or take {span}"
EXPECTED = "{runner} is expected {spot} in about {span}"
DUE = "{runner} is due {spot}"
NOT_SEEN_SINCE = "{runner} was last seen {spot}"

# Someone who passes where the leader is not known, or behind the leader
PASSES = "{runner} passes {checkpoint} in {time}"
PLACE = "{runner} is {place} {spot}"
PLACE_BACK = "{runner} is {place} {spot}, {back}"
PLACE_BACK_ON_PACE = "{runner} is {place} {spot}, {back}, {gap} {side} {pace}"
PLACE_SO_FAR = "{runner} is {place} so far {spot}"
PLACE_SO_FAR_BACK = "{runner} is {place} so far {spot}, {back}"

# A pack whose order was not published
PACK_UNORDERED = "The order of {runners} {spot} is not published"
PACK_FIELD = "The order of {runners} {spot} is not published; the whole field is likely within about {width}"

# The pace of a record or of a mark of the viewer's
INSIDE_PACE = "{runner} is inside {pace} {spot}, by {gap}"
INSIDE_PACE_BEHIND = "{runner}, {place} {spot}, is inside {pace} by {gap}"
OFF_PACE = "{runner} falls off {pace} {spot}, {gap} down"

# On the way
PASS = "{runner} passes {other} into {place} {spot}"
MOVE = "{runner} moves {start} to {place} {spot}, the last {length} in {lap}"
MOVE_WITH_LAP = "{runner} moves {start} to {place} {spot}, with a {unit} of {lap}"
MOVE_ALONE = "{runner} moves {start} to {place} {spot}"
LIFT = "{runner} lifts the pace {spot}, with a lap of {lap} after {before}"
FASTEST_LAP = "{runner} runs the fastest {unit} yet, {lap}"
FASTEST_LAP_AT_FRONT = "{runner} runs the fastest {unit} yet at the front, {lap}"
TOGETHER = "{Number} together at the front {spot}, within {within}"
DROPPED = "{runner} is dropped, {gap} behind {spot}"
ONE_CLEAR = "{runner} is clear, {gap} ahead of {other} {spot}"
SEVERAL_CLEAR = "{Runners} are clear, {gap} ahead of {other} {spot}"
OVERDUE = "{runner} is overdue {spot}"

# Those who leave the race
STEPS_OFF = "{runner}, {pacemaker}, steps off"
STEPS_OFF_AFTER = "{runner}, {pacemaker}, steps off after {checkpoint}"
DROPS_OUT = "{runner} drops out"
DROPS_OUT_AFTER = "{runner} drops out after {checkpoint}"
LEADER_DROPS_OUT = "{runner}, who led {spot}, drops out; {second} was second there"
OUT = "{runner} {how}"
SEEN_THOUGH_OUT = "{runner}, {how}, is seen {seen}"

# Finishes: {does} is "wins", "wins the Olympic title", "is second", "is second so far" or "finishes"
TIME_AND_WIND = "{time} (wind {wind} m/s)"
FINISH_WITHOUT_TIME = "{runner} {does}"
FINISH = "{runner} {does} in {time}"
FINISH_WORTH = "{runner} {does} in {time}, {worth}"
FINISH_HOW = "{runner} {does} in {time}, {how}"
FINISH_WORTH_HOW = "{runner} {does} in {time}, {worth}, {how}"
FINISH_BACK = "{runner} {does} in {time}, {back}"
FINISH_BACK_WORTH = "{runner} {does} in {time}, {back}, {worth}"
FINISH_BACK_HOW = "{runner} {does} in {time}, {back}, {how}"
FINISH_BACK_WORTH_HOW = "{runner} {does} in {time}, {back}, {worth}, {how}"
FINISH_FURTHER_BACK = "{runner} {place}, {time}"
FINISH_FURTHER_BACK_WORTH = "{runner} {place}, {time}, {worth}"
WINS_WITH = "{runner} wins with {distance}"

# How a finish came about, and how far back it was
FROM_PLACE = "from {place} {spot}"
FROM_PLACE_PAST = "from {place} {spot}, past {other}"
PAST = "past {other}, who led {spot}"
LAST_LAP = "with a last {unit} of {lap}"
SECOND_HALF = "the second half in {second} after {first}"
BY_THOUSANDTHS = "by thousandths"
BACK = "{gap} back"

# The end
RESULT = "The result: {order}"
RESULT_UNDER = "The result: {order}; {number} under {bar}"
TIME_IS_UP = "The time is up: {order}"

# What a result is worth
EQUALLING = "equalling {record}"
INSIDE = "inside {mark}"
QUALIFYING = "qualifying for {round}"
RECORD_ALSO = "{record}, also {other}"
RECORD_FROM_HOLDER = "{record} by {margin} from {holder}"
RECORD_BY = "{record} by {margin}"
RECORD_FROM = "{record} by {margin} from {holder} {time}"
RECORD_FROM_YEAR = "{record} by {margin} from {holder} {time} of {year}"
