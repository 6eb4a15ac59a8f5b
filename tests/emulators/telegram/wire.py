"""A request's arguments, however they came: by query, form, multipart or JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, MultipartReader, web

from ..common.json_shapes import Json, Object
from .limits import UPLOAD_BYTES
from .rules import Refusal

_JSON_BYTES = 2_000_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a request says. Values are texts, but for JSON bodies, which may hold any JSON."""

    values: Object = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def as_json(self) -> Object:
        """Return what the log keeps: files by their name and size."""
        files = {key: f"<file {each.name}, {len(each.content)} bytes>" for key, each in self.uploads.items()}
        return {**self.values, **files}


async def read_arguments(request: web.Request) -> Arguments:
    """Merge query and body; the body wins.

    Raises Refusal for a body that is too large or broken.
    """
    values: dict[str, Json] = dict(request.query)
    if request.content_type == "application/json":
        values |= _json_object(await _body(request))
        return Arguments(values)
    if request.content_type == "application/x-www-form-urlencoded":
        values |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
        return Arguments(values)
    if request.content_type == "multipart/form-data":
        fields, uploads = await _multipart(await request.multipart())
        return Arguments(values | fields, uploads)
    return Arguments(values)


async def _body(request: web.Request) -> bytes:
    body = await request.content.read(_JSON_BYTES + 1)
    while not request.content.at_eof() and len(body) <= _JSON_BYTES:
        body += await request.content.read(_JSON_BYTES + 1)
    if len(body) > _JSON_BYTES:
        raise Refusal("too_large")
    return body


def _json_object(body: bytes) -> dict[str, Json]:
    try:
        decoded: Json = json.loads(body or b"{}")
    except ValueError:
        raise Refusal("bad_json") from None
    if not isinstance(decoded, dict):
        raise Refusal("bad_json")
    return dict(decoded)


async def _multipart(reader: MultipartReader) -> tuple[dict[str, Json], dict[str, Upload]]:
    fields: dict[str, Json] = {}
    uploads: dict[str, Upload] = {}
    left = UPLOAD_BYTES + _JSON_BYTES
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = await _part(part, left)
        left -= len(content)
        if part.filename is None:
            fields[part.name] = content.decode("utf-8", "replace")
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.filename, mime_type, content)
    return fields, uploads


async def _part(part: BodyPartReader, left: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        content += chunk
        if len(content) > left:
            raise Refusal("too_large")
    return bytes(content)
