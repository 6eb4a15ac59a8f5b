"""files.*: the upload in three steps. Source: https://docs.slack.dev/messaging/working-with-files#uploading_files"""

from ..forms import file_form
from ..objects import JsonObject, mappings, text, texts
from ..posting import kept
from ..refusals import Refused
from ..world import File, Message
from .call import Call, Method, Methods


def _get_url(call: Call) -> JsonObject:
    name, length = call.needed("filename"), call.text("length")
    if not length.isdigit() or int(length) < 1:
        raise Refused("invalid_arguments", messages=["must be more than 0 [json-pointer:/length]"])
    file = File(id=call.slack.new_id("F"), team_id=call.team_id, name=name, length=int(length))
    call.slack.world.files[file.id] = file
    return {"upload_url": f"{call.slack.site}/upload/v1/{file.id}", "file_id": file.id}


def _complete(call: Call) -> JsonObject:
    wanted = mappings(call.arguments.get("files"))
    if not wanted:
        raise Refused("invalid_arguments", messages=["missing required field: files"])
    files = [_uploaded(call, each) for each in wanted]
    for channel_id in texts(call.arguments.get("channels")) or texts(call.arguments.get("channel_id")):
        _share(call, channel_id, files)
    return {"files": [file_form(call.slack, each) for each in files]}


def _uploaded(call: Call, wanted: JsonObject) -> File:
    file = call.slack.world.files.get(text(wanted, "id"))
    if file is None or file.team_id != call.team_id or len(file.content) != file.length:
        raise Refused("file_not_found")
    file.title = text(wanted, "title") or file.name
    file.is_complete = True
    return file


def _share(call: Call, channel_id: str, files: list[File]) -> None:
    channel = call.slack.world.channels.get(channel_id)
    if channel is None or channel.team_id != call.team_id:
        raise Refused("channel_not_found")
    call.must_write_in(channel)
    message = Message(
        channel=channel.id, ts=call.slack.new_ts(), user=call.bot, is_bot=True, subtype="file_share",
        text=call.text("initial_comment"), thread_ts=call.text("thread_ts"),
        files=[each.id for each in files],
    )  # fmt: skip
    for each in files:
        each.channels.append(channel.id)
    kept(call.slack, message)
    entry: JsonObject = {
        "team": call.team_id, "channel": channel.id, "ts": message.ts, "text": message.text,
        "files": [each.id for each in files], "thread_ts": message.thread_ts,
    }  # fmt: skip
    call.slack.send_out(call.method, entry)


def _info(call: Call) -> JsonObject:
    """Tell of a file. Source: https://docs.slack.dev/reference/methods/files.info"""
    file = call.slack.world.files.get(call.needed("file"))
    if file is None or file.team_id != call.team_id:
        raise Refused("file_not_found")
    if not file.is_complete:
        raise Refused("file_deleted")
    return {"file": file_form(call.slack, file), "comments": []}


METHODS: Methods = {
    "files.info": Method(run=_info, scopes=("files:read",)),
    "files.getUploadURLExternal": Method(run=_get_url, scopes=("files:write",)),
    "files.completeUploadExternal": Method(run=_complete, scopes=("files:write",)),
}
