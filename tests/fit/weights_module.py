"""Writes the numbers of a net as a Python module, as `race/` reads no files."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from race.projection.small_net import Numbers, SmallNet
from tests.fit.net import SCALE, Net

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.fit.samples import Array

VERSION = 2

WIDER = 1.04
"""So much wider are the ranges than in the races that it was fitted on, as others differ more: without it
78 % held in races that were left out."""

DECIMALS = 7
"""After the point: enough for outputs that are equal to a millionth."""

INDENT, WIDTH = " " * 8, 110
"""Of a line."""

HEAD = '''"""The numbers of the net of `marathon_curve`; `make fit` writes this module.

Fitted on {fitted_on}.
"""

from __future__ import annotations

from race.projection.small_net import SmallNet

VERSION = {version}

SEED = {seed}

# fmt: off

NET = SmallNet(
'''


def small_net(net: Net) -> SmallNet:
    """The net as the program evaluates it, its scales in its numbers, which are rounded."""
    (first, biases), (second, second_biases), (third, third_biases) = net.layers
    first = first / net.deviations[:, None]
    to_outputs = np.array([[1, -WIDER, -WIDER], [0, WIDER, 0], [0, 0, WIDER]]) * SCALE
    return SmallNet(
        weights=_rows(first[:-1].T),
        target=_row(first[-1]),
        biases=_row(biases - net.means @ first),
        hidden=_rows(second.T),
        hidden_biases=_row(second_biases),
        output=_rows((third @ to_outputs).T),
        output_biases=_row(third_biases @ to_outputs),
    )


def module(net: SmallNet, fitted_on: Sequence[str], seed: int) -> str:
    """The source of the module."""
    head = HEAD.format(fitted_on=fill(", ".join(fitted_on), WIDTH - 12).strip(), version=VERSION, seed=seed)
    parts = "".join(f"    {name}=(\n{_lines(part)}    ),\n" for name, part in net._asdict().items())
    return f"{head}{parts})\n"


def _rows(numbers: Array) -> tuple[Numbers, ...]:
    return tuple(_row(row) for row in numbers)


def _row(numbers: Array) -> Numbers:
    return tuple(np.round(numbers, DECIMALS).tolist())


def _lines(part: Numbers | tuple[Numbers, ...]) -> str:
    """The lines between the brackets."""
    rows = [repr(row) for row in part if isinstance(row, tuple)] or [", ".join(map(repr, part))]
    return "".join(
        fill(f"{row},", WIDTH, initial_indent=INDENT, subsequent_indent=INDENT + " ") + "\n" for row in rows
    )
