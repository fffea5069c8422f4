"""A hub's certificate: refused with what to type, and loaded again when it changes."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from feeds.errors import FeedError
from feeds.serving.certificate import Certificate
from tests.feeds.hub_process import HubProcess
from tests.patience import until

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")


def make(folder: Path, name: str, *options: str) -> tuple[Path, Path]:
    """A certificate for a name, and its key."""
    chain, key = folder / f"{name}.crt", folder / f"{name}.key"
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    ends = ["-days", "2", "-subj", f"/CN={name}", "-keyout", str(key), "-out", str(chain)]
    subprocess.run([*words, *(options or ["-nodes"]), *ends], check=True, capture_output=True)
    key.chmod(0o600)
    return chain, key


def replace(old: Path, new: Path) -> None:
    """As programs that renew certificates do: whole, in one step."""
    os.replace(shutil.copy(new, old.with_suffix(".new")), old)


def test_a_key_that_all_can_read_is_refused(tmp_path: Path) -> None:
    """With what to type."""
    chain, key = make(tmp_path, "one")
    key.chmod(0o644)

    with pytest.raises(FeedError, match=f"everyone on this computer can read {key}; type: chmod 600 {key}"):
        Certificate(chain, key)


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    """In a sentence that names the file, and never by asking for a password on the terminal."""
    (chain, key), (other, _) = make(tmp_path, "one"), make(tmp_path, "two")
    _, locked = make(tmp_path, "three", "-passout", "pass:secret")
    garbage = tmp_path / "garbage"
    garbage.write_text("nothing")
    garbage.chmod(0o600)

    with pytest.raises(FeedError, match=f"{chain} has no private key in it; name its file with --key"):
        Certificate(chain)
    with pytest.raises(FeedError, match=f"cannot use {other} with {key} .*key values mismatch"):
        Certificate(other, key)
    with pytest.raises(FeedError, match=f"{locked} is protected by a password"):
        Certificate(chain, locked)
    with pytest.raises(FeedError, match=f"cannot use {garbage}"):
        Certificate(garbage, key)
    with pytest.raises(FeedError, match=f"cannot read {tmp_path / 'none'}: No such file"):
        Certificate(tmp_path / "none", key)


def test_it_is_loaded_when_it_changes(tmp_path: Path) -> None:
    """A pair that does not fit is not: the one before stays, and what is wrong is said until it fits."""
    (chain, key), (new_chain, new_key) = make(tmp_path, "one"), make(tmp_path, "two")
    certificate = Certificate(chain, key)

    assert not certificate.refresh()
    replace(chain, new_chain)
    assert certificate.refresh()
    assert certificate.trouble is not None
    assert not certificate.refresh()
    replace(key, new_key)
    assert certificate.refresh()
    assert certificate.trouble is None


def name_at(port: int) -> bytes:
    """The certificate that a hub shows now."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), 10) as plain, context.wrap_socket(plain) as wire:
        return wire.getpeercert(binary_form=True) or b""


async def shown(hub: HubProcess) -> bytes:
    """The same from the loop."""
    return await asyncio.to_thread(name_at, hub.port)


async def test_a_running_hub_takes_a_new_certificate(tmp_path: Path) -> None:
    """By itself, and at once with SIGHUP; a broken one is said, and the one before stays."""
    (chain, key), (new_chain, new_key) = make(tmp_path, "one"), make(tmp_path, "two")
    first = chain.read_bytes()
    async with HubProcess(tmp_path / "hub", "--certificate", str(chain), "--key", str(key)) as hub:
        before = await shown(hub)
        replace(chain, new_chain)
        await until(lambda: any("the one before stays" in line for line in hub.said))
        assert await shown(hub) == before
        replace(key, new_key)
        os.kill(hub.pid, signal.SIGHUP)
        await until(lambda: any("certificate loaded again" in line for line in hub.said))
        after = await shown(hub)

    assert ssl.PEM_cert_to_DER_cert(first.decode()) == before
    assert ssl.PEM_cert_to_DER_cert(new_chain.read_text()) == after
