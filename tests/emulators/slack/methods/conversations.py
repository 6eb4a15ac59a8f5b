"""conversations.*: places, who is in them and what was said there."""

from collections.abc import Sequence

from ..forms import channel_form, message_form
from ..objects import JsonObject, texts
from ..refusals import Refused
from ..violations import violated
from ..world import Channel, Message, User
from .call import Call, Method, Methods, page

_READS_PER_MINUTE = 10  # of one channel, before it looks like a way to keep state
_MINUTE_MS = 60_000
_HISTORY = ("channels:history", "groups:history", "im:history")
_READ = ("channels:read", "groups:read", "im:read")


def _open(call: Call) -> JsonObject:
    if call.text("channel"):
        return {"channel": {"id": call.channel().id}}
    ids = texts(call.arguments.get("users"))
    if not ids:
        raise Refused("users_list_not_supplied")
    user = _reachable(call, ids[0])
    existed = any(
        each.user == user.id and each.team_id == call.team_id for each in call.slack.world.channels.values()
    )
    channel = call.slack.dm_of(user, call.team_id)
    form = channel_form(call.slack, channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": form} | ({"no_op": True, "already_open": True} if existed else {})


def _reachable(call: Call, user_id: str) -> User:
    user = call.slack.world.users.get(user_id)
    if user is None or user.is_bot:
        raise Refused("user_not_found")
    if user.team_id != call.team_id and not call.slack.shares_a_channel(user, call.team_id):
        raise Refused("user_not_visible")
    if user.deleted:
        raise Refused("user_disabled")
    return user


def _info(call: Call) -> JsonObject:
    return {"channel": channel_form(call.slack, call.channel())}


def _list(call: Call) -> JsonObject:
    kinds = texts(call.arguments.get("types")) or ["public_channel"]
    wanted = {"public_channel": "public", "private_channel": "private", "im": "im"}
    found = [
        each for each in call.slack.world.channels.values()
        if each.team_id == call.team_id
        and each.kind in {wanted.get(kind) for kind in kinds}
        and (each.kind == "public" or call.bot in each.members)
        and not (call.flag("exclude_archived") and each.is_archived)
    ]  # fmt: skip
    members, metadata = page(call, [channel_form(call.slack, each) for each in found], default=100)
    return {"channels": members, "response_metadata": metadata}


def _members(call: Call) -> JsonObject:
    found: list[JsonObject] = [{"id": each} for each in call.channel().members]
    members, metadata = page(call, found, default=100)
    return {"members": [each["id"] for each in members], "response_metadata": metadata}


def _history(call: Call) -> JsonObject:
    channel = _read(call)
    found = [
        each for each in call.slack.in_history(channel.id)
        if not each.thread_ts or each.thread_ts == each.ts or each.subtype == "thread_broadcast"
    ]  # fmt: skip
    return _messages(call, _between(call, found))


def _replies(call: Call) -> JsonObject:
    channel = _read(call)
    ts = call.needed("ts", "thread_not_found")
    if call.slack.find_message(channel.id, ts) is None:
        raise Refused("thread_not_found")
    found = [each for each in call.slack.in_history(channel.id) if ts in {each.ts, each.thread_ts}]
    return _messages(call, _between(call, found)[::-1])


def _read(call: Call) -> Channel:
    channel = call.channel()
    if call.bot not in channel.members:
        raise Refused("not_in_channel")
    now = call.slack.bench.clock.now_ms
    reads = call.slack.reads.setdefault(channel.id, [])
    reads[:] = [each for each in reads if each > now - _MINUTE_MS] + [now]
    if len(reads) > _READS_PER_MINUTE:
        violated(call.slack.bench, "history_polling", where=f"{call.method} {channel.id}")
        reads.clear()
    return channel


def _between(call: Call, found: Sequence[Message]) -> list[Message]:
    oldest, latest = call.text("oldest"), call.text("latest")
    is_inclusive = call.flag("inclusive")

    def fits(message: Message) -> bool:
        at = float(message.ts)
        if is_inclusive and message.ts in {oldest, latest}:
            return True
        return (not oldest or at > float(oldest)) and (not latest or at < float(latest))

    return [each for each in found if fits(each)]


def _messages(call: Call, found: Sequence[Message]) -> JsonObject:
    most = call.slack.limiter.settings.read_objects if call.slack.world.app.is_commercial else 1000
    call.arguments["limit"] = str(min(int(call.text("limit") or most), most))
    with_metadata = call.flag("include_all_metadata")
    forms = [message_form(call.slack, each, with_metadata=with_metadata) for each in found]
    members, metadata = page(call, forms, default=100)
    return {
        "messages": members, "has_more": bool(metadata["next_cursor"]), "pin_count": 0,
        "response_metadata": metadata,
    }  # fmt: skip


METHODS: Methods = {
    "conversations.open": Method(run=_open, scopes=("im:write",)),
    "conversations.info": Method(run=_info, scopes=_READ),
    "conversations.list": Method(run=_list, scopes=_READ),
    "conversations.members": Method(run=_members, scopes=_READ),
    "conversations.history": Method(run=_history, scopes=_HISTORY),
    "conversations.replies": Method(run=_replies, scopes=_HISTORY),
}
