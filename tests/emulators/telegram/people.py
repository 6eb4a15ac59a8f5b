"""Who is in a chat: the bot, customers, and what each may do."""

from dataclasses import dataclass, field, replace
from typing import Literal, Self

from ..common.json_shapes import Json, Object

ChatKind = Literal["private", "group", "supergroup"]
Status = Literal["creator", "administrator", "member", "left", "kicked"]
_RIGHTS = (
    "can_be_edited", "can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users",
    "can_restrict_members", "can_pin_messages", "can_promote_members", "can_manage_video_chats",
    "is_anonymous", "can_post_stories", "can_edit_stories", "can_delete_stories", "can_manage_topics",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A customer, or the bot."""

    id: int
    first_name: str
    username: str = ""
    language_code: str = "en"
    is_bot: bool = False
    deactivated: bool = False

    def as_json(self) -> Object:
        """Return the user as the API shows it in messages."""
        shown: dict[str, Json] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            shown["username"] = self.username
        if self.language_code and not self.is_bot:
            shown["language_code"] = self.language_code
        return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat the bot may know. In a private one `started` and `blocked` are the customer's doing."""

    id: int
    kind: ChatKind
    title: str = ""
    user_id: int = 0  # in a private chat
    members: dict[int, Status] = field(default_factory=dict)
    started: bool = False
    blocked: bool = False
    migrated_to: int = 0
    pinned: tuple[int, ...] = ()

    @property
    def private(self) -> bool:
        """Tell whether it is a customer's own chat with the bot."""
        return self.kind == "private"

    def status_of(self, user_id: int) -> Status:
        """Return what `user_id` is here."""
        return self.members.get(user_id, "left")

    def with_member(self, user_id: int, status: Status) -> Self:
        """Return the chat with `user_id` being `status`."""
        return replace(self, members={**self.members, user_id: status})

    def as_json(self, user: User | None) -> Object:
        """Return the chat as the API shows it; `user` is the customer of a private one."""
        if user is None:
            return {"id": self.id, "title": self.title, "type": self.kind}
        shown: dict[str, Json] = {"id": self.id, "first_name": user.first_name, "type": "private"}
        if user.username:
            shown["username"] = user.username
        return shown


def member_as_json(user: User, status: Status) -> Object:
    """Return a ChatMember."""
    shown: dict[str, Json] = {"user": user.as_json(), "status": status}
    if status == "creator":
        shown["is_anonymous"] = False
    if status == "administrator":
        shown |= {each: each not in ("can_be_edited", "is_anonymous") for each in _RIGHTS}
    if status == "kicked":
        shown["until_date"] = 0
    return shown
