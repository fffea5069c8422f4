"""Which tests try which fault, and what holds if they pass."""

from __future__ import annotations

from typing import NamedTuple

FEEDS, COMMANDS, SERVING = "tests/feeds", "tests/tui/commands", "tests/feeds/serving"
KILLS = "tests/faults/test_kills.py"


class Fault(NamedTuple):
    """A row of the table."""

    fault: str
    holds: str
    """What the tests have shown if all of them pass."""
    tests: tuple[str, ...]


ROWS = (
    Fault(
        "kill -9 of the hub while timing publishes",
        "nothing lost or doubled, at each viewer",
        (f"{FEEDS}/test_faults.py::test_kill_the_hub_again_and_again",),
    ),
    Fault(
        "kill -9 of the hub, then damage to the end of its log",
        "nothing lost in silence",
        (f"{FEEDS}/test_hub_accidents.py::test_damage_after_a_kill_costs_nothing_in_silence",),
    ),
    Fault(
        "kill -9 of `lapbell publish`", "nothing lost, nothing doubled", (f"{KILLS}::test_kill[publisher]",)
    ),
    Fault(
        "kill -9 of the hub and `lapbell publish` together",
        "nothing lost, nothing doubled",
        (f"{KILLS}::test_kill[hub and publisher]",),
    ),
    Fault(
        "kill -9 of `lapbell record`",
        "the recording is the hub's log, byte for byte",
        (f"{KILLS}::test_kill[viewer]",),
    ),
    Fault(
        "kill -9 of `lapbell publish -` that reads a pipe",
        "nothing lost, nothing doubled",
        (f"{COMMANDS}/test_publish_stdin.py::test_no_line_is_lost_by_kill_9",),
    ),
    Fault(
        "kill -9 of the hub in the middle of an act of the desk",
        "the act is done or not, and never half of it",
        (f"{SERVING}/test_desk_crashes.py::test_killed_in_the_middle_of_an_act",),
    ),
    Fault(
        "three sources, the hub killed",
        "nothing lost, each source in order",
        (f"{KILLS}::test_three_sources",),
    ),
    Fault(
        "the same standard input twice",
        "nothing doubled",
        (f"{COMMANDS}/test_publish_stdin.py::test_the_same_input_twice_doubles_nothing",),
    ),
    Fault(
        "a file that was corrected, published again",
        "noticed, or sent as corrections",
        (f"{COMMANDS}/test_publish_file.py",),
    ),
    Fault(
        "all viewers come back at once",
        "all have all within 30 s",
        (f"{FEEDS}/test_faults.py::test_a_join_storm",),
    ),
    Fault(
        "the disk is full, or can only be read",
        "served; publishers keep their messages",
        (
            f"{FEEDS}/test_bad_disks.py",
            f"{SERVING}/test_accept_messages.py::test_a_full_disk_is_said_and_nothing_is_lost",
        ),
    ),
    Fault(
        "the disk fails: fdatasync, half a write, and truncate",
        "nothing acknowledged is lost",
        ("tests/faults/test_failing_disk.py",),
    ),
    Fault(
        "folder, FIFO, links, foreign and empty files in the folder",
        "named; the other races are served",
        (f"{FEEDS}/test_hub_accidents.py::test_whatever_is_in_the_folder_the_rest_is_served",),
    ),
    Fault(
        "bits flipped, blocks lost, lines cut, deleted and doubled in a log",
        "never served wrong",
        (f"{FEEDS}/test_log_recovery.py",),
    ),
    Fault(
        "the log deleted or emptied under the hub",
        "written anew",
        (f"{FEEDS}/test_hub_accidents.py::test_a_log_deleted_under_the_hub_is_written_anew",),
    ),
    Fault(
        "the log cut at the end of a line",
        "served under a new epoch",
        (f"{FEEDS}/test_hub_accidents.py::test_a_cut_log_goes_on_under_a_new_name",),
    ),
    Fault(
        "two hubs on one folder; takeover by --standby",
        "viewers resume within 3 s",
        (f"{FEEDS}/test_standby.py",),
    ),
    Fault(
        "SIGSTOP of a publisher, and of the hub",
        "let go; all resume where they were",
        (
            "tests/faults/test_standstill.py::test_a_stopped_publisher",
            "tests/faults/test_standstill.py::test_a_stopped_hub",
        ),
    ),
    Fault(
        "the hub's standard error is not read",
        "acknowledges and serves on",
        (f"{FEEDS}/test_unread_log.py", f"{SERVING}/test_background_log.py"),
    ),
    Fault(
        "a steady load: acknowledgement, and the event loop",
        "nothing stands still",
        ("tests/faults/test_steady_load.py",),
    ),
    Fault(
        "a line is dead for 30 s",
        "resumed; nothing lost",
        ("tests/faults/test_bad_lines.py::test_a_cut[30]",),
    ),
    Fault(
        "a line is dead for 10 minutes",
        "resumed; nothing lost",
        ("tests/faults/test_bad_lines.py::test_a_cut[600]",),
    ),
    Fault(
        "a reader at 1 kB/s",
        "not let go, and no one else notices",
        ("tests/faults/test_bad_lines.py::test_a_reader_at_1_kb_a_second",),
    ),
    Fault(
        "viewers that read nothing",
        "little memory; let go",
        (
            f"{FEEDS}/test_faults.py::test_stuck_viewers_cost_little_and_nobody_notices",
            f"{FEEDS}/test_slow_viewers.py",
        ),
    ),
    Fault(
        "256 files, more viewers and silent callers than that",
        "publishers come in",
        (f"{FEEDS}/test_file_limit.py",),
    ),
    Fault(
        "mute connections, plain and TLS",
        "publishers and viewers come in",
        ("tests/faults/test_mute_callers.py",),
    ),
    Fault(
        "bad handshakes without end from one address",
        "publishers come in",
        (f"{SERVING}/test_connection_quota.py",),
    ),
    Fault(
        "no memory left, with a real limit, and at each place of a hub",
        "the hub ends with a sentence; nothing lost",
        (
            f"{SERVING}/test_out_of_memory.py::test_a_process_out_of_memory_ends_and_loses_nothing",
            f"{SERVING}/test_out_of_memory.py::test_it_ends_wherever_memory_runs_out",
        ),
    ),
    Fault(
        "a hub is stopped while its disk hangs",
        "it ends",
        (f"{COMMANDS}/test_hub_run.py::test_a_stopped_hub_ends_even_if_its_disk_hangs",),
    ),
    Fault(
        "an earlier copy of a log put back",
        "a new epoch, or a recording of its own",
        (
            f"{SERVING}/test_resting_races.py::test_an_earlier_copy_of_a_resting_race_is_a_new_log",
            f"{COMMANDS}/test_record.py::test_a_backup_put_back_is_recorded_beside",
        ),
    ),
    Fault(
        "what `lapbell record` and `lapbell publish` print is not read",
        "they go on",
        (
            f"{COMMANDS}/test_printing_in_background.py::test_recording_goes_on",
            f"{COMMANDS}/test_printing_in_background.py::test_publishing_goes_on",
        ),
    ),
    Fault(
        "messages of a million values",
        "refused before they are decoded",
        (
            "tests/feeds/test_message_values.py::"
            "test_a_message_of_too_many_values_is_refused_before_it_is_decoded",
        ),
    ),
    Fault(
        "hostile frames of publishers, viewers and desks",
        "closed with a reason; nothing in the log",
        (
            f"{FEEDS}/test_faults.py::test_a_hub_is_thrown_everything_at",
            f"{FEEDS}/test_hub.py::test_survives_whatever_is_thrown_at_it",
            f"{SERVING}/test_accept_messages.py::test_what_is_no_frame_ends_the_connection",
            f"{SERVING}/test_desks.py::test_what_is_no_act_ends_the_connection",
        ),
    ),
    Fault(
        "300 MiB in a compressed frame",
        "refused; the hub's memory stays",
        ("tests/faults/test_deflate_bomb.py",),
    ),
    Fault(
        "a hostile hub",
        "a sentence; nothing raw",
        (f"{FEEDS}/test_viewer_losses.py", "tests/tui/test_nothing_raw_from_hubs.py"),
    ),
    Fault(
        "escapes in each text of a race",
        "nothing raw on screens, in commands, in pictures",
        ("tests/tui/test_nothing_raw.py", "tests/tui/test_nothing_raw_on_screens.py"),
    ),
    Fault(
        "packed bombs, FIFOs and endless lines in files",
        "a sentence",
        (f"{COMMANDS}/test_hostile_files.py", f"{FEEDS}/test_data_file.py"),
    ),
    Fault(
        "a recording of the same name that is something else",
        "not touched",
        (f"{FEEDS}/test_recorder.py::test_a_file_that_is_no_recording_is_left_alone",),
    ),
    Fault(
        "a recording edited, also while it is recorded into",
        "not touched; a second file",
        (f"{FEEDS}/test_recorder.py::test_a_recording_that_was_edited_is_left_alone",),
    ),
    Fault(
        "certificates that ended or are for another name; encryption at one end only",
        "a sentence, with what to do",
        (f"{FEEDS}/client/test_hub_faults.py",),
    ),
    Fault(
        "malformed requests, whole and in pieces",
        "answered with a sentence",
        (f"{SERVING}/test_connection_quota.py::test_a_malformed_request_is_answered",),
    ),
    Fault(
        "tokens: broken, revoked, stolen; cable pulled; laptop asleep",
        "as the feed's page says",
        (f"{SERVING}/test_tokens.py", f"{SERVING}/test_publisher_registry.py"),
    ),
    Fault(
        "clocks that differ, are set, or sleep",
        "said; no one is overdue because of it",
        (
            f"{FEEDS}/client/test_local_clock.py",
            f"{FEEDS}/client/test_hub_clock.py",
            f"{SERVING}/test_clock_watch.py",
        ),
    ),
)
