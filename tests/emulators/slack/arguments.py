"""The arguments of a call: query, form and JSON merged, on any verb; and the token, wherever it was put."""

from dataclasses import dataclass, field

from aiohttp import web

from .methods.auth import basic_client
from .objects import JsonObject, mapping, parsed, text
from .refusals import Refused


@dataclass(kw_only=True)
class Given:
    """What a request says."""

    arguments: JsonObject
    token: str = ""
    is_token_in_query: bool = False
    warnings: list[str] = field(default_factory=list)


async def read(request: web.Request) -> Given:
    """Read a request; a body that is no JSON although it says so is refused."""
    query: JsonObject = dict(request.query)
    warnings: list[str] = []
    body = await _body(request, warnings)
    header = request.headers.get("Authorization", "")
    arguments = query | body | basic_client(header)
    token = header[7:].strip() if header.lower().startswith("bearer ") else ""
    return Given(
        arguments=arguments, token=token or text(arguments, "token"),
        is_token_in_query=not token and "token" in query, warnings=warnings,
    )  # fmt: skip


async def _body(request: web.Request, warnings: list[str]) -> JsonObject:
    kind = request.content_type
    if kind == "application/json":
        if request.charset is None:
            warnings.append("missing_charset")
        found = parsed(await request.text() or "{}")
        if not isinstance(found, dict):
            raise Refused("invalid_json")
        return mapping(found)
    if kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        if request.charset is not None:
            warnings.append("superfluous_charset")
        form = await request.post()
        return {key: value for key, value in form.items() if isinstance(value, str)}
    return {}
