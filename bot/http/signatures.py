"""The signature a caller puts on a request: `t=UNIX SECONDS,v1=HEX` over `t.body`."""

import hmac
import re
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
"""How far the caller's clock may be from ours, and how long a captured request is of any use."""

_HEADER = re.compile(r"t=(?P<at>\d{1,12}),v1=(?P<digest>[0-9a-fA-F]{64})")


def sign(body: bytes, *, at: datetime, secret: bytes) -> str:
    """Return the header for `body` sent at `at`."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_digest(seconds, body, secret)}"


def signature_flaw(header: str | None, *, body: bytes, secret: bytes, now: datetime) -> str | None:
    """Return what is wrong with the signature of `body`; None when it holds."""
    if not header:
        return "this key signs its requests, and the signature is missing"
    read = _HEADER.fullmatch(header.strip())
    if read is None:
        return "the signature must be written t=UNIX SECONDS,v1=HEX OF 32 BYTES"
    seconds = int(read["at"])
    if abs(now.timestamp() - seconds) > TOLERANCE.total_seconds():
        return "the signature is more than 5 minutes from our clock"
    if not hmac.compare_digest(read["digest"].lower(), _digest(seconds, body, secret)):
        return "the signature does not fit the body; sign the very bytes you send"
    return None


def _digest(seconds: int, body: bytes, secret: bytes) -> str:
    return hmac.new(secret, b"%d." % seconds + body, "sha256").hexdigest()
