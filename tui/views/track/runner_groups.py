"""Runners on the course, in groups of those who run together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from race.order.metres_to_go import metres_to_go
from race.order.positions_on_course import CoursePosition, course_positions
from tui.text.formatting import about, passing_text, to_go_text
from tui.text.safe_text import fit, truncate
from tui.text.styled_line import wrapped_pieces
from tui.text.unordered_packs import pack_tag
from tui.views.who_is_drawn import is_picked, name_of, style_of

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.runner import Runner
    from race.order.unordered_packs import UnorderedPack
    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene

TOGETHER_M = 10.0
"""A runner at most this far behind the next one in front is in the same group."""

MOST_HOME = 24
"""Finishers who are named."""

MOST_TAG = 30
"""Cells of the names beside the course."""

SHORT_NAME = 12
"""Cells of a name where there is hardly any room."""


class RunnerOnCourse(NamedTuple):
    """A runner and a position on the course."""

    runner: Runner
    where: CoursePosition
    pack: UnorderedPack | None = None
    """The pack of several that the runner is somewhere in; all of one are at the same place."""


Group = Sequence[RunnerOnCourse]
"""From the first to the last."""


def on_course(scene: Scene) -> list[RunnerOnCourse]:
    """The runners between the start and the finish, the foremost first; ties as on the board."""
    if scene.course is None:
        return []
    positions = course_positions(scene.board.state, scene.board.seen_ms)
    packs = {pack.number: pack for pack in scene.board.packs if len(pack.runners) > 1}
    together = {number: _where(pack, positions) for number, pack in packs.items()}
    placed: list[RunnerOnCourse] = []
    for row in scene.board.rows:
        pack = packs.get(row.pack.number) if row.pack is not None else None
        where = together[pack.number] if pack is not None else positions.get(row.runner.entrant.bib)
        if where is not None and row.runner.furthest != scene.course.finish:
            placed.append(RunnerOnCourse(row.runner, where, pack))
    return sorted(placed, key=lambda one: (-one.where.metres, one.pack.number if one.pack else 0))


def _where(pack: UnorderedPack, positions: Mapping[str, CoursePosition]) -> CoursePosition | None:
    """The place of all in a pack: that of the middle one, with room for the first and the last."""
    where = sorted(positions[bib] for r in pack.runners if (bib := r.entrant.bib) in positions)
    if not where:
        return None
    middle = where[len(where) // 2]
    back_m, front_m = min(one.reach[0] for one in where), max(one.reach[1] for one in where)
    return middle._replace(ahead_m=front_m - middle.metres, behind_m=middle.metres - back_m)


def grouped(placed: Sequence[RunnerOnCourse]) -> Sequence[Group]:
    """The groups, from the front; each pack whose order was not published is one of its own."""
    groups: list[list[RunnerOnCourse]] = []
    for runner in placed:
        before = groups[-1][-1] if groups else None
        if before and before.pack == runner.pack and before.where.metres - runner.where.metres <= TOGETHER_M:
            groups[-1].append(runner)
        else:
            groups.append([runner])
    return groups


def tags(scene: Scene, group: Group) -> list[str]:
    """The possible labels of a group beside the course, from the longest to the shortest."""
    pack = group[0].pack
    if pack is not None:
        inside = [name_of(scene, placed.runner) for placed in group if is_picked(scene, placed.runner)]
        whole = " ".join([pack_tag(pack), *inside])
        return [whole, pack_tag(pack)] if cell_len(whole) <= MOST_TAG else [pack_tag(pack)]
    names = [name_of(scene, placed.runner) for placed in group]
    picked = [placed for placed in group[1:] if is_picked(scene, placed.runner)]
    short = [names[0], *(name_of(scene, placed.runner) for placed in picked)]
    forms = [", ".join(names), _and_more(short, len(group)), _and_more(short[:1], len(group)), names[0]]
    return [form for form in forms[:-1] if cell_len(form) <= MOST_TAG] + [truncate(names[0], SHORT_NAME)]


def _and_more(names: Sequence[str], of: int) -> str:
    """Some names of several, and how many there are beside them."""
    more = f" and {of - len(names)} more" if of > len(names) else ""
    return ", ".join(names) + more


def headline(scene: Scene, course: Course, placed: Sequence[RunnerOnCourse], cells: int | None = None) -> str:
    """The distance the leader has to go; once the first has finished, the finishers, as many as fit."""
    finished = [row.runner for row in scene.board.rows if row.checkpoint == course.finish and row.is_racing]
    if finished:
        names = [name_of(scene, runner) for runner in finished[:MOST_HOME]]
        home = f"{len(finished)} home"
        for most in range(len(names), 0, -1):
            text = f"{home}: {_and_more(names[:most], len(finished))}"
            if cells is None or cell_len(text) <= cells:
                return text
        return home
    if not placed:
        return ""
    left = metres_to_go(course, placed[0].where)
    return to_go_text(left.metres, course, estimated=left.estimated)


def home_lines(scene: Scene, course: Course, most: int) -> list[StyledLine]:
    """The first of those at the finish, with place and time."""
    lines: list[StyledLine] = []
    for row in scene.board.rows[:most]:
        if row.passing is not None and row.checkpoint == course.finish and row.is_racing:
            figures = f"{row.place or '':>4}  {passing_text(row.passing, course.digits):>8}  "
            lines.append(((figures, "dim"), (name_of(scene, row.runner), text_style(scene, row.runner))))
    return lines


def group_style(scene: Scene, group: Group) -> str:
    """The style of the chosen runner in the group, or else of the first who is followed; "text" without."""
    picked = [style_of(scene, placed.runner) for placed in group if is_picked(scene, placed.runner)]
    return "accent" if "accent" in picked else picked[0] if picked else "text"


def group_lines(
    scene: Scene, groups: Sequence[Group], lap_m: float | None, cells: int, most: int
) -> list[StyledLine]:
    """At most `most` lines: the groups, and how far each is behind the leader."""
    groups = groups[:most]
    gaps = [_gap(groups[0][0], group[0], lap_m) for group in groups]
    margin = max((cell_len(text) for text in gaps), default=0) + 1 if len(groups) > 1 else 0
    lines: list[StyledLine] = []
    for group, gap in zip(groups, gaps, strict=True):
        for number, line in enumerate(
            wrapped_pieces(_names(scene, group), max(cells - margin, MOST_TAG // 2))
        ):
            start = fit(gap if number == 0 else "", margin - 1, "right") + " " if margin else ""
            lines.append(((start, "dim"), *line))
    return lines[:most]


def _names(scene: Scene, group: Group) -> list[tuple[str, str]]:
    """The names in a group of several, after their number; in a pack in the order of the start list."""
    pack, last = group[0].pack, len(group) - 1
    head = [pack_tag(pack) + ":"] if pack is not None else [f"{len(group)}:"] if last else []
    names = [
        (name_of(scene, placed.runner) + ("," if number < last else ""), text_style(scene, placed.runner))
        for number, placed in enumerate(group)
    ]
    return [*((text, "dim") for text in head), *names]


def text_style(scene: Scene, runner: Runner) -> str:
    """Names are to be read: who is not picked has the style of text, unless out of the race."""
    style = style_of(scene, runner)
    return "text" if style == "other" else style


def _gap(leader: RunnerOnCourse, runner: RunnerOnCourse, lap_m: float | None) -> str:
    """The distance behind the leader, in metres or kilometres, or in laps from one lap on."""
    metres = leader.where.metres - runner.where.metres
    if runner is leader:
        return ""
    sign = about(not (leader.where.measured and runner.where.measured))
    if lap_m is not None and metres >= lap_m:
        return f"{sign}{metres / lap_m:.1f} laps"
    return f"{sign}{metres / 1000:.1f} km" if metres >= 1000 else f"{sign}{metres:.0f} m"
