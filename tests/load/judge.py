"""What a load has shown, beside what it should show."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.feeds.hub_process import HubProcess
from tests.load.plain import Peer
from tests.load.publishers import Desk, Timing
from tests.load.slope import slope

BYTES_A_MESSAGE = 300
"""Of memory: the log of a race that is being watched is held whole."""


@dataclass
class Run:
    """What was seen."""

    viewers: int
    rate: float
    seconds: float
    hub: HubProcess
    timing: Timing
    desk: Desk
    memory: list[tuple[int, int]] = field(default_factory=list)
    """Messages, and KiB of the hub."""
    loads: list[float] = field(default_factory=list)
    starts_s: list[float] = field(default_factory=list)
    returns_s: list[float] = field(default_factory=list)
    """How long it took after a kill, and at first, until all viewers had all."""
    apart: set[int] = field(default_factory=set)
    """Seconds of the race that are not measured: the hub was dead, or all were coming back."""
    hub_cpu_s: float = 0.0
    log_head: int = 0
    behind: int = 0
    """Viewers that lacked something at the end."""
    crowd: dict[str, Any] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)

    def add_cpu(self) -> None:
        """Note what the hub has used of the processor in this life of it."""
        fields = Path(f"/proc/{self.hub.pid}/stat").read_text().rpartition(")")[2].split()
        self.hub_cpu_s += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def tick_s(self) -> float:
        """How much of the race was in a frame, on average, so that the peer sends frames of the same size."""
        frames = int(self.found["counts"]["frames"])
        return min(max(self.timing.last / self.rate * self.viewers / frames, 0.005), 1.0)


class Row(NamedTuple):
    """A line of the table."""

    what: str
    measured: str
    aim: str
    good: bool


def judge(run: Run, peer: Peer) -> list[Row]:
    """The table."""
    counts = Counter(run.found["counts"])
    published = run.timing.last + run.desk.last
    wrong = {what: counts[what] for what in ("gaps", "doubled", "other bytes") if counts[what]}
    refused = run.timing.refused + run.desk.refused
    late, acks = percentiles(run.found["late"], run.apart), percentiles(run.timing.acks, run.apart)
    peer_late = percentiles(peer.found["late"], {0, 1})
    mb, frames = counts["bytes"] / 1e6 / run.hub_cpu_s, counts["frames"] / run.hub_cpu_s
    grown, error = slope([(messages, kib * 1024) for messages, kib in run.memory])
    crowd = run.crowd["counts"]
    start_s, return_s = max(run.starts_s, default=0.0), max(run.returns_s[1:], default=0.0)
    load = sum(run.loads) / len(run.loads)
    missing = max(published - run.log_head, 0)
    lost = f"{missing} of {published}"
    return [
        Row("load average of the machine, and its cores", f"{load:.1f}, {os.cpu_count()}", "-", True),
        Row("messages that were acknowledged and are not in the log", lost, "0", not missing),
        Row("missing, twice or other bytes at a viewer", str(wrong or 0), "0", not wrong),
        Row("viewers that lack something at the end", str(run.behind), "0", not run.behind),
        Row("viewers sent to the beginning again", str(counts["starts"] - run.viewers), "0",
            counts["starts"] == run.viewers),
        Row("times that a hub had forgotten", str(run.timing.forgotten), "0", not run.timing.forgotten),
        Row(f"publishers refused, of {run.desk.visits} visits", str(refused[:3] or 0), "0", not refused),
        Row("split due to viewer, p50, between kills", f"{late[0]} ms", "-", True),
        Row("split due to viewer, p99, between kills", f"{late[1]} ms", "250 ms", late[1] < 250),
        Row("the same of `broadcast()`, p50 and p99", f"{peer_late[0]} and {peer_late[1]} ms", "-", True),
        Row("acknowledged, p50 and p99", f"{acks[0]} and {acks[1]} ms", "p99 250 ms", acks[1] < 250),
        Row("to the processor: the hub with all it does, `broadcast()`, ratio",
            f"{frames / 1000:.1f}k and {peer.frames_a_cpu_s / 1000:.1f}k frames a CPU s, "
            f"{frames / peer.frames_a_cpu_s:.2f}; {mb:.0f} and {peer.mb_a_cpu_s:.0f} MB a CPU s, "
            f"{mb / peer.mb_a_cpu_s:.2f}", "-", True),
        Row("memory a message, of which the log is most", f"{grown:.0f} ± {error:.0f} bytes",
            f"{BYTES_A_MESSAGE}", grown - 2 * error <= BYTES_A_MESSAGE),
        Row(f"after {len(run.starts_s)} kills: serving again", f"{start_s:.1f} s", "30 s", start_s < 30),
        Row("and all viewers had all", f"{return_s:.1f} s", "30 s", return_s < 30),
        Row("answers to home screens", answers(crowd, "list"), "-", True),
        Row("the slowest list of races", f"{run.crowd['longest_s']:.2f} s", "-", True),
        Row("answers to the flood of bad handshakes", answers(crowd, "flood"), "-", True),
    ]  # fmt: skip


def answers(counts: dict[str, int], who: str) -> str:
    """How often which status was the answer."""
    return ", ".join(
        f"{count} x {what.removeprefix(who).strip()}"
        for what, count in counts.items()
        if what.startswith(who)
    )


def percentiles(by_second: Any, apart: set[int]) -> tuple[int, int]:
    """The middle and the 99th percentile, in ms, of what was counted second by second."""
    total: Counter[int] = Counter()
    for second, counts in by_second.items():
        if int(second) not in apart:
            total.update({int(late): count for late, count in counts.items()})
    found, seen = [], 0
    for share in (0.5, 0.99):
        for late in sorted(total):
            seen += total[late]
            if seen >= share * total.total():
                found.append(late)
                break
        seen = 0
    return (found[0], found[1]) if len(found) == 2 else (0, 0)
