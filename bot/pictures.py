"""Links to the map that hold for a day: for places that fetch a picture and have no key of ours."""

import hmac
import re
from base64 import urlsafe_b64encode
from datetime import date, datetime

PICTURES = "map pictures"
"""What the secret is for that signs links to the map."""

_SIGNATURE_BYTES = 16
_NAME = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})\.(?P<language>[A-Za-z-]{2,35})\.(?P<tag>[\w-]{22})", re.ASCII)


def name_picture(*, language: str, day: date, secret: bytes) -> str:
    """Return the name under which the map in `language` is shown until the day after `day` (UTC) is over."""
    return f"{day.isoformat()}.{language}.{_tag(day.isoformat(), language, secret)}"


def language_of_picture(name: str, *, now: datetime, secret: bytes) -> str | None:
    """Return the language of the map called `name`; None when we did not name it, or not lately."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    expected = _tag(found["day"], found["language"], secret)
    if not hmac.compare_digest(found["tag"], expected):
        return None
    age = now.date() - date.fromisoformat(found["day"])
    return found["language"] if age.days in {0, 1} else None


def _tag(day: str, language: str, secret: bytes) -> str:
    digest = hmac.digest(secret, f"map picture\0{day}\0{language}".encode(), "sha256")
    return urlsafe_b64encode(digest[:_SIGNATURE_BYTES]).rstrip(b"=").decode()
