"""The fit of the pace curve of marathons: that it finds what is in the times, and the same again."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")

from race.projection.small_net import SmallNet  # noqa: E402
from tests.fit.net import Net, train  # noqa: E402
from tests.fit.samples import Samples, Table, samples_of  # noqa: E402
from tests.fit.weights_module import module, small_net  # noqa: E402

DISTANCES = (10_000.0, 21_097.5, 30_000.0, 42_195.0)

QUEUE = -3
"""The input that is the queue at the start."""

FADE = 0.1
"""Logarithm of the pace over the rest of the way over that so far, in the invented race."""


def invented(runners: int = 400) -> Table:
    """A race in which everyone fades alike, but for chance of a tenth."""
    rng = np.random.default_rng(3)
    pace = rng.uniform(0.2, 0.45, (runners, 1))
    fade = np.exp(FADE + rng.uniform(-0.1, 0.1, (runners, 1)))
    metres = np.array(DISTANCES)
    times = pace * metres[0] + pace * fade * (metres - metres[0])
    return Table(DISTANCES, times, rng.choice([-1.0, 0.0, 1.0], runners).tolist())


@pytest.fixture(scope="module")
def samples() -> Samples:
    """Those of the invented race."""
    return samples_of([invented()], most=400, seed=1)


@pytest.fixture(scope="module")
def net(samples: Samples) -> Net:
    """A net that was fitted on them."""
    return train(samples, seed=1, steps=300, batch=256)


def test_the_fade_and_its_range_are_found(samples: Samples, net: Net) -> None:
    """At the first checkpoint, where nothing else is known, without a queue: the median, and four in five."""
    first = (samples.known[:, 0] == DISTANCES[0] / DISTANCES[-1]) & (samples.known[:, QUEUE] == 0)
    run = samples.slower[first]
    median, low, high = net.outputs(samples.known[first]).T

    assert np.median(median) == pytest.approx(FADE, abs=0.02)
    assert np.mean((low < run) & (run < high)) == pytest.approx(0.8, abs=0.08)


def test_fitting_again_gives_the_same(samples: Samples, net: Net) -> None:
    """Outputs equal to a millionth, from the same times and seed."""
    again = train(samples_of([invented()], most=400, seed=1), seed=1, steps=300, batch=256)
    other = train(samples, seed=2, steps=300, batch=256)

    assert np.abs(again.outputs(samples.known) - net.outputs(samples.known)).max() < 1e-6
    assert np.abs(other.outputs(samples.known) - net.outputs(samples.known)).max() > 1e-4


def test_the_module_holds_the_net(samples: Samples, net: Net) -> None:
    """Its numbers give the outputs of the trained net: the median, and from there the bounds, made wider."""
    written: dict[str, object] = {}
    exec(module(small_net(net), ["invented"], 1), written)
    held = written["NET"]
    assert isinstance(held, SmallNet)

    for *inputs, target in samples.known[::50].tolist():
        median, low, high = net.outputs(np.array([[*inputs, target]]))[0]
        found = held.outputs(held.begin(inputs), target)
        assert found[0] == pytest.approx(median, abs=1e-5)
        assert found[1] == pytest.approx(1.04 * (low - median), abs=1e-5)
        assert found[2] == pytest.approx(1.04 * (high - median), abs=1e-5)
