"""Request bodies: read no further than allowed, and told exactly where they cannot be read."""

from collections.abc import Callable
from http import HTTPStatus

from pydantic_core import from_json
from starlette.requests import ClientDisconnect, Request

from bot.http.problems import Problem

KIB = 1024
MIB = 1024 * KIB


def too_large(most_bytes: int) -> Problem:
    """Return the problem of a body that is larger than `most_bytes`."""
    size = f"{most_bytes // MIB} MiB" if most_bytes >= MIB else f"{most_bytes // KIB} KiB"
    return Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"the body is larger than {size}; send less at a time",
        headers={"Connection": "close"},  # what is still on its way is not worth reading
    )


async def read_body(
    request: Request, *, most_bytes: int, too_much: Callable[[int], Problem] = too_large
) -> bytes:
    """Return the body; one that is larger is refused at its first byte too many, or before it is sent."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most_bytes:
        raise too_much(most_bytes)
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > most_bytes:
                raise too_much(most_bytes)
            parts.append(part)
    except ClientDisconnect:
        raise Problem(HTTPStatus.BAD_REQUEST, "the body broke off") from None
    return b"".join(parts)


def require_json(request: Request) -> None:
    """Refuse a body that does not call itself JSON."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not (
        media_type.startswith("application/") and media_type.endswith("+json")
    ):
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "the body must be JSON; send it with Content-Type: application/json",
            headers={"Accept": "application/json"},
        )


def read_json(body: bytes) -> object:
    """Return what the JSON in `body` says; a flaw is told with its place."""
    try:
        body.decode()
    except UnicodeDecodeError as flaw:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            f"the body is not UTF-8: byte {flaw.start} cannot be read; encode it as UTF-8",
        ) from None
    try:
        content: object = from_json(body, allow_inf_nan=False, cache_strings="keys")
    except ValueError as flaw:
        raise Problem(HTTPStatus.BAD_REQUEST, f"the body is not JSON: {flaw}") from None
    return content
