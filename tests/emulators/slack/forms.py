"""People, places, messages and views as Slack's JSON shows them; shapes as in the real samples."""

from ..common.json_shapes import Json, Object
from .objects import JsonObject, items, mapping
from .slack import Slack
from .world import Channel, File, Message, User, View

_ZONES = {"Europe/London": 0, "Europe/Berlin": 3600, "America/New_York": -18_000,
"America/Los_Angeles": -28_800,
          "Asia/Tokyo": 32_400, "Asia/Kolkata": 19_800, "UTC": 0}  # fmt: skip


def user_form(slack: Slack, user: User, *, with_email: bool = True) -> JsonObject:
    """A user, as users.info tells; strangers have no address."""
    form: JsonObject = {
        "id": user.id, "team_id": user.team_id, "name": user.name, "deleted": user.deleted, "color": "9f69e7",
        "real_name": user.real_name, "tz": user.tz, "tz_label": user.tz, "tz_offset": _ZONES.get(user.tz, 0),
        "profile": profile_form(slack, user, with_email=with_email), "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False, "is_restricted": user.is_restricted, "is_ultra_restricted": False,
        "is_bot": user.is_bot, "is_app_user": False, "updated": slack.bench.clock.now_s,
        "is_email_confirmed": True, "who_can_share_contact_card": "EVERYONE",
    }  # fmt: skip
    if user.is_stranger:
        form["is_stranger"] = True
    return form


def profile_form(slack: Slack, user: User, *, with_email: bool = True) -> JsonObject:
    """A user's profile; the address needs the scope users:read.email."""
    first, _, last = user.real_name.partition(" ")
    form: JsonObject = {
        "title": "", "phone": "", "skype": "", "real_name": user.real_name,
        "real_name_normalized": user.real_name, "display_name": user.name,
        "display_name_normalized": user.name, "status_text": "", "status_emoji": "", "status_expiration": 0,
        "avatar_hash": "g0", "image_24": f"{slack.site}/image/24.png",
        "image_72": f"{slack.site}/image/72.png",
        "team": user.team_id, "first_name": first, "last_name": last,
    }  # fmt: skip
    if with_email and user.email and not user.is_stranger:
        form["email"] = user.email
    if user.is_bot:
        form |= {"bot_id": slack.world.app.bot_id, "api_app_id": slack.world.app.id}
    return form


def channel_form(slack: Slack, channel: Channel) -> JsonObject:
    """A channel or DM, as conversations.info tells."""
    bot = slack.team(channel.team_id).bot_user
    is_im = channel.kind == "im"
    form: JsonObject = {
        "id": channel.id, "created": channel.created, "is_archived": channel.is_archived, "is_im": is_im,
        "is_org_shared": False, "context_team_id": channel.team_id, "updated": channel.created * 1000,
        "is_ext_shared": channel.is_ext_shared, "is_shared": channel.is_ext_shared,
    }  # fmt: skip
    if is_im:
        return form | {"user": channel.user, "is_user_deleted": slack.user(channel.user).deleted}
    return form | {
        "name": channel.name, "name_normalized": channel.name, "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private", "is_mpim": False, "is_private": channel.kind == "private",
        "is_general": channel.name == "general", "is_member": bot in channel.members, "creator": "U02ADM",
        "num_members": len(channel.members), "unlinked": 0, "is_pending_ext_shared": False,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }  # fmt: skip


def bot_profile(slack: Slack, team_id: str) -> JsonObject:
    """The app as a message's author."""
    app = slack.world.app
    icons = {f"image_{size}": f"{slack.site}/image/{size}.png" for size in (36, 48, 72)}
    return {
        "id": app.bot_id, "deleted": False, "name": app.name, "updated": slack.bench.clock.now_s,
        "app_id": app.id, "icons": icons, "team_id": team_id,
    }  # fmt: skip


def message_form(slack: Slack, message: Message, *, with_metadata: bool = False) -> JsonObject:
    """A message, as history and events tell."""
    team_id = slack.channel(message.channel).team_id
    form: JsonObject = {"user": message.user, "type": "message", "ts": message.ts, "text": message.text}
    form["team"] = team_id
    if message.is_bot:
        form |= {"bot_id": slack.world.app.bot_id, "app_id": slack.world.app.id}
        form["bot_profile"] = bot_profile(slack, team_id)
    else:
        form["client_msg_id"] = f"00000000-0000-4000-8000-{message.ts.replace('.', '')[-12:]}"
    present: dict[str, Json] = {
        "subtype": message.subtype, "blocks": message.blocks, "attachments": message.attachments,
        "thread_ts": message.thread_ts, "files": [file_form(slack,
        slack.world.files[each]) for each in message.files],
        "reactions": [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
        ],
        "edited": {"user": message.user, "ts": message.edited_ts} if message.edited_ts else None,
        "metadata": message.metadata if with_metadata else None,
    }  # fmt: skip
    form |= {key: value for key, value in present.items() if value}
    return form | _thread_form(slack, message)


def _thread_form(slack: Slack, message: Message) -> JsonObject:
    replies = [
        each for each in slack.in_history(message.channel)
        if each.thread_ts == message.ts and each.ts != message.ts
    ]  # fmt: skip
    if message.thread_ts and message.thread_ts != message.ts:
        parent = slack.find_message(message.channel, message.thread_ts)
        return {"parent_user_id": parent.user} if parent else {}
    if not replies:
        return {}
    writers = sorted({each.user for each in replies})
    return {
        "thread_ts": message.ts, "reply_count": len(replies), "reply_users_count": len(writers),
        "latest_reply": replies[0].ts, "reply_users": writers, "subscribed": False, "is_locked": False,
    }  # fmt: skip


def view_form(slack: Slack, view: View) -> JsonObject:
    """A view, as views.* answer and interactions tell."""
    given = view.given
    return {
        "id": view.id, "team_id": view.team_id, "type": view.kind, "blocks": items(given.get("blocks")),
        "private_metadata": given.get("private_metadata") or "",
        "callback_id": given.get("callback_id") or "",
        "state": {"values": view.values}, "hash": view.hash, "title": given.get("title"),
        "clear_on_close": bool(given.get("clear_on_close")),
        "notify_on_close": bool(given.get("notify_on_close")),
        "close": given.get("close"), "submit": given.get("submit"),
        "previous_view_id": view.previous_view_id or None,
        "root_view_id": view.root_view_id, "app_id": slack.world.app.id,
        "external_id": given.get("external_id") or "", "app_installed_team_id": view.team_id,
        "bot_id": slack.world.app.bot_id,
    }  # fmt: skip


def file_form(slack: Slack, file: File) -> JsonObject:
    """A file, as files.completeUploadExternal tells."""
    kind = file.name.rpartition(".")[2]
    return {
        "id": file.id, "created": slack.bench.clock.now_s, "timestamp": slack.bench.clock.now_s,
        "name": file.name, "title": file.title or file.name, "mimetype": file.content_type, "filetype": kind,
        "pretty_type": kind.upper(), "user": slack.team(file.team_id).bot_user, "user_team": file.team_id,
        "editable": False, "size": file.length, "mode": "hosted", "is_external": False, "external_type": "",
        "is_public": bool(file.channels), "public_url_shared": False, "display_as_bot": False, "username": "",
        "url_private": f"{slack.site}/files/{file.id}/{file.name}",
        "url_private_download": f"{slack.site}/files/{file.id}/{file.name}",
        "permalink": f"{slack.site}/files/{file.id}/{file.name}", "comments_count": 0, "is_starred": False,
        "channels": list(file.channels), "groups": [], "ims": [], "has_rich_preview": False,
        "file_access": "visible", "media_display_type": "unknown", "shares": {},
    }  # fmt: skip


def with_block_ids(slack: Slack, blocks: Json) -> list[Json]:
    """Blocks as Slack keeps them: each has a block_id, given or made."""
    kept: list[Json] = []
    for each in items(blocks):
        block = mapping(each)
        block["block_id"] = block.get("block_id") or _made_id(slack)
        kept.append(_with_action_ids(slack, block))
    return kept


def _with_action_ids(slack: Slack, block: JsonObject) -> JsonObject:
    elements = items(block.get("elements"))
    if block.get("type") == "actions":
        block["elements"] = [_with_action_id(slack, mapping(each)) for each in elements]
    for name in ("accessory", "element"):
        held: Object = mapping(block.get(name))
        if held and held.get("type") != "image":
            block[name] = _with_action_id(slack, dict(held))
    return block


def _with_action_id(slack: Slack, element: JsonObject) -> JsonObject:
    return element if element.get("action_id") else element | {"action_id": _made_id(slack)}


def _made_id(slack: Slack) -> str:
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    return "".join(slack.bench.chance.choices(letters, k=5))
