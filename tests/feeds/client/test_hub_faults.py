"""What is wrong on the way to a hub is said alike of its feeds and its pages, with what to do."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from pathlib import Path

import pytest

from feeds.client.race_list import race_list
from feeds.errors import FeedError, Refused, Untrusted
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.log import Log
from tests.feeds.patient_viewer import first_loss, watch

Fault = Callable[[str], Coroutine[None, None, tuple[bool, str]]]


async def page_fault(base: str) -> tuple[bool, str]:
    """Whether the list of races is refused for good, and why."""
    with pytest.raises(FeedError) as error:
        await race_list(Address.parse(base))
    return isinstance(error.value, Refused), str(error.value)


async def feed_fault(base: str) -> tuple[bool, str]:
    """The same of a feed."""
    async with aclosing(watch(f"{base}/v1/races/club-800/feed")) as updates:
        try:
            return False, (await first_loss(updates)).reason
        except Refused as error:
            return True, str(error)


@pytest.fixture(params=[page_fault, feed_fault])
def fault(request: pytest.FixtureRequest) -> Fault:
    """Of either."""
    found: Fault = request.param
    return found


def certified(folder: Path, name: str, days: int = 2) -> Settings:
    """A hub with a certificate for a name; with -1 day, one that ended yesterday."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate, and is not here")
    (folder / "names").write_text(f"subjectAltName=DNS:{name}\n")
    ask = [
        "req",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        f"/CN={name}",
    ]
    sign = ["x509", "-req", "-in", "asked", "-signkey", "key", "-extfile", "names", "-days", str(days)]
    for command in ([*ask, "-keyout", "key", "-out", "asked"], [*sign, "-out", "pem"]):
        subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "pem", folder / "key")
    return Settings(tls=context)


@pytest.mark.parametrize(
    ("name", "days", "is_known", "reason"),
    [
        ("localhost", -1, True, "expired"),
        ("other.example", 2, True, "'localhost'"),
        ("localhost", 2, False, "self"),
    ],
    ids=["ended", "other name", "unknown"],
)
async def test_a_certificate_that_is_not_good(
    growing: Log,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Fault,
    name: str,
    days: int,
    is_known: bool,
    reason: str,
) -> None:
    """It is no use to ask again, and no word of a library is in the sentence."""
    settings = certified(tmp_path, name, days)
    if is_known:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "pem"))
    async with Hub(growing, settings=settings) as hub:
        is_final, said = await fault(f"wss://localhost:{hub.port}")

    assert is_final
    assert said.startswith(f"the certificate of localhost:{hub.port} is not trusted: ")
    assert reason in said.rpartition(": ")[2]
    assert "_ssl.c" not in said


async def test_a_certificate_is_told_from_other_refusals(growing: Log, tmp_path: Path) -> None:
    """As there is something else to do about it."""
    async with Hub(growing, settings=certified(tmp_path, "localhost")) as hub:
        with pytest.raises(Untrusted):
            await race_list(Address.parse(f"https://localhost:{hub.port}"))


async def test_without_encryption_where_there_is_some(growing: Log, tmp_path: Path, fault: Fault) -> None:
    """All that comes is the end; what is probably wrong is the address."""
    async with Hub(growing, settings=certified(tmp_path, "localhost")) as hub:
        said = await fault(f"ws://127.0.0.1:{hub.port}")

    remedy = "if it has a certificate, its address begins with https:// or wss://"
    assert said == (False, f"127.0.0.1:{hub.port} hung up without an answer; {remedy}")


async def test_with_encryption_where_there_is_none(growing: Log, fault: Fault) -> None:
    """What comes is no TLS."""
    async with Hub(growing) as hub:
        is_final, said = await fault(f"wss://127.0.0.1:{hub.port}")

    assert not is_final
    assert said.startswith(f"127.0.0.1:{hub.port} does not encrypt as it should (")
    assert said.endswith("); without a certificate its address begins with http:// or ws://")
    assert "_ssl.c" not in said


async def test_a_race_without_what_stands_before_it(growing: Log) -> None:
    """`HOST:PORT/RACE` could be a hub behind a proxy; if there is no hub, the right form is named."""
    async with Hub(growing) as hub:
        said = await page_fault(f"{hub.base}/club-800")

    assert said == (True, f"no hub there; for a race: {hub.base}/v1/races/club-800")
