"""sendPhoto, sendDocument, sendVoice, sendMediaGroup, getFile."""

from ...common.json_shapes import Json, Object, list_in, object_in, text_in
from ..files import StoredFile, image_size
from ..limits import DOWNLOAD_BYTES, GROUP_LEAST, GROUP_MOST, PHOTO_BYTES
from ..rules import Refusal
from ..texts import caption_of
from .access import writable_chat
from .call import Call
from .sending import caption_content, deliver, replied_to, shown, take_from_bucket

_SIDES_TOGETHER, _RATIO, _LINK_LIFE_MS = 10_000, 20, 3_600_000
_ALONE_IN_GROUPS = ("document", "audio")  # albums of these hold nothing else; spec: sendMediaGroup
_WHOLE = "document"


async def send_photo(call: Call) -> Json:
    """Answer sendPhoto."""
    return _send(call, "photo")


async def send_document(call: Call) -> Json:
    """Answer sendDocument."""
    return _send(call, "document")


async def send_voice(call: Call) -> Json:
    """Answer sendVoice."""
    return _send(call, "voice")


async def send_media_group(call: Call) -> Json:
    """Answer sendMediaGroup: all of it or nothing."""
    items = [object_in(each) for each in list_in(call.arguments.get("media"))]
    _check_group(items)
    contents = [media_content(call, each) for each in items]
    chat = writable_chat(call)
    reply_to = replied_to(call, chat)
    take_from_bucket(call, chat, count=len(contents))
    album = str(call.world.bench.chance.getrandbits(54))
    sent = [
        call.world.post(chat, sender_id=call.world.bot.id, content={"media_group_id": album, **each},
                        reply_to=reply_to)
        for each in contents
    ]  # fmt: skip
    return [shown(call, each) for each in sent]


async def get_file(call: Call) -> Json:
    """Answer getFile; the link lives an hour."""
    file = call.world.files.get(call.text("file_id"))
    if file is None:
        raise Refusal("file_id_invalid")
    if len(file.content) > DOWNLOAD_BYTES:
        raise Refusal("file_too_big")
    call.world.links[file.path] = (file.file_id, call.world.bench.clock.now_ms + _LINK_LIFE_MS)
    return {**file.as_json(), "file_path": file.path}


def file_content(file: StoredFile) -> Object:
    """Return a message's content for a file of its kind."""
    if file.kind == "photo":
        width, height = image_size(file.content) or (1, 1)
        return {"photo": [{**file.as_json(), "width": width, "height": height}]}
    if file.kind == "voice":
        return {"voice": {**file.as_json(), "duration": 1, "mime_type": file.mime_type}}
    return {"document": {**file.as_json(), "file_name": file.name, "mime_type": file.mime_type}}


def _send(call: Call, kind: str) -> Json:
    caption = caption_content(caption_of(call.arguments))
    file = _file(call, kind, call.text(kind))
    return shown(call, deliver(call, {**file_content(file), **caption}))


def _check_group(items: list[Object]) -> None:
    if len(items) < GROUP_LEAST:
        raise Refusal("group_size", why="too few media to send as an album")
    if len(items) > GROUP_MOST:
        raise Refusal("group_size", why="too many messages to send as an album")
    kinds = {text_in(each.get("type")) for each in items}
    if len(kinds) > 1 and kinds.intersection(_ALONE_IN_GROUPS):
        raise Refusal("group_size", why="document can't be mixed with other media types")
    if not kinds <= {"photo", "document"}:
        raise Refusal("not_emulated", method=f"sendMediaGroup of {', '.join(sorted(kinds))}")


def media_content(call: Call, item: Object) -> Object:
    """Return a message's content for one InputMedia."""
    kind = text_in(item.get("type"))
    if kind not in {"photo", "document"}:
        raise Refusal("not_emulated", method=f"{call.method} of {kind}")
    caption = caption_content(caption_of(item))
    return {**file_content(_file(call, kind, text_in(item.get("media")))), **caption}


def _file(call: Call, kind: str, named: str) -> StoredFile:
    if named.startswith("attach://"):
        return _uploaded(call, kind, named.removeprefix("attach://"))
    if named.startswith(("http://", "https://")):
        raise Refusal("url_not_fetched")  # an emulator asks nobody
    known = call.world.files.get(named)
    if known is None or known.kind not in (kind, _WHOLE):
        raise Refusal("wrong_remote_file")
    return known


def _uploaded(call: Call, kind: str, name: str) -> StoredFile:
    upload = call.uploads.get(name)
    if upload is None:
        raise Refusal("attach_missing", name=name)
    if not upload.content:
        raise Refusal("file_empty")
    if kind == "photo":
        _check_photo(upload.content)
    return call.world.store(kind=kind, name=upload.name, mime_type=upload.mime_type, content=upload.content)


def _check_photo(content: bytes) -> None:
    if len(content) > PHOTO_BYTES:
        raise Refusal("photo_size")
    size = image_size(content)
    if size is None or not min(size):
        raise Refusal("photo_invalid")
    if sum(size) > _SIDES_TOGETHER or max(size) > _RATIO * min(size):
        raise Refusal("photo_too_big")
