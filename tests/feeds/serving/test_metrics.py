"""The metrics of a hub, read as Prometheus reads them, and the dashboard that is handed out for them."""

from __future__ import annotations

import json
import re
from contextlib import aclosing
from pathlib import Path

import pytest

from feeds.hub import Hub, Settings
from tests.feeds.patient_viewer import until, watch
from tests.feeds.plain_http import get
from tests.feeds.prometheus_text import families
from tests.feeds.raw_publisher import notes, teller

DASHBOARD = (Path(__file__).parents[3] / "deploy" / "grafana-dashboard.json").read_text(encoding="utf-8")


async def test_every_line_is_one_that_prometheus_takes(tmp_path: Path) -> None:
    """With the figures of two races, viewers, publishers, and a refused connection."""
    async with Hub(settings=Settings(folder=tmp_path, heartbeat_s=0.2)) as hub:
        empty = families((await get(hub, "/metrics")).body)
        async with teller(hub, "heat-1") as first, teller(hub, "heat-2") as second:
            await first.say(1, *notes(1, 20))
            await first.until_acked(20)
            await second.say(1, *notes(1, 3))
            await second.say(1, *notes(1, 3))
            await second.until_acked(3)
            async with aclosing(watch(hub.url("heat-1"))) as updates:
                await until(updates, 20)
                await get(hub, "/nothing")
                answer = await get(hub, "/metrics")

    found = families(answer.body)
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert empty.keys() == found.keys()
    assert found["lapbell_head"].samples == {'race="heat-1"': 20, 'race="heat-2"': 3}
    assert found["lapbell_viewers"].samples == {'race="heat-1"': 1, 'race="heat-2"': 0}
    assert found["lapbell_publishers"].samples == {'race="heat-1"': 1, 'race="heat-2"': 1}
    assert found["lapbell_turned_away_total"].samples == {'status="404"': 1}
    assert 0 <= found["lapbell_write_seconds"].samples['race="heat-1"'] < 30


@pytest.mark.parametrize(
    "text",
    [
        "lapbell_head 1\n",
        "# HELP lapbell_head x\n# TYPE lapbell_head gauge\nlapbell_head 1",
        '# HELP lapbell_head x\n# TYPE lapbell_head gauge\nlapbell_head{race="a"b"} 1\n',
        "# HELP lapbell_head x\n# TYPE lapbell_head gauge\nlapbell_head 1\nlapbell_head 1\n",
        "# HELP lapbell_head x\n# TYPE lapbell_head counter\n",
        "# HELP lapbell_head x\n# TYPE lapbell_head gauge\nlapbell_head one\n",
    ],
)
def test_the_reader_refuses_what_prometheus_would(text: str) -> None:
    """Otherwise it would prove nothing."""
    with pytest.raises(ValueError, match=r"."):
        families(text)


async def test_every_query_of_the_dashboard_is_of_a_metric_that_there_is(tmp_path: Path) -> None:
    """With labels that it has."""
    async with Hub(settings=Settings(folder=tmp_path)) as hub:
        async with teller(hub, "heat-1") as mat:
            await mat.say(1, *notes(1, 1))
            await mat.until_acked(1)
        await get(hub, "/nothing")
        found = families((await get(hub, "/metrics")).body)

    board = json.loads(DASHBOARD)
    queries = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    queries += [v["query"]["query"] for v in board["templating"]["list"] if v["type"] == "query"]
    named = {name for query in queries for name in re.findall(r"lapbell_\w+", query)}
    labels = {name: re.findall(r"(\w+)=", "".join(found[name].samples)) for name in found}
    for query in queries:
        for label in re.findall(r"by \((\w+)\)", query):
            assert all(label in labels[name] for name in re.findall(r"lapbell_\w+", query)), query
        for name in re.findall(r"rate\((lapbell_\w+)", query):
            assert found[name].kind == "counter", query
    assert len(named) > 10
    assert named <= set(found)
