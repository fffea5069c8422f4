"""What is wrong with a hub or the way to it, said alike of its feeds and its pages."""

from __future__ import annotations

import ssl

from feeds.errors import Interrupted, Untrusted

LONGEST = 200
"""Bytes of what a hub says where it refuses."""


def tls_fault(host: str, error: ssl.SSLError) -> Interrupted | Untrusted:
    """Why there is no encrypted line to a host."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Untrusted(f"the certificate of {host} is not trusted: {error.verify_message}")
    reason = (error.reason or "").replace("_", " ").lower() or "it cannot be understood"
    remedy = "without a certificate its address begins with http:// or ws://"
    return Interrupted(f"{host} does not encrypt as it should ({reason}); {remedy}")


def silent(host: str, *, secure: bool) -> Interrupted:
    """A host that hangs up where an answer is due."""
    remedy = "" if secure else "; if it has a certificate, its address begins with https:// or wss://"
    return Interrupted(f"{host} hung up without an answer{remedy}")


def refusal_text(host: str, status: int, said: bytes | bytearray) -> str:
    """The sentence of a hub that refuses, with the HTTP status; or the status alone where it says none."""
    sentence = said[:LONGEST].decode(errors="replace").split("\n")[0].strip()
    return f"{sentence} (HTTP {status})" if sentence else f"{host} answered with HTTP {status}"
