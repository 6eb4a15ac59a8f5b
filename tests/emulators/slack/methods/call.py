"""One call of a method, and how a method is described."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ...common.json_shapes import Object
from ..objects import JsonObject, flag, mapping, text
from ..refusals import Refused
from ..slack import Slack
from ..violations import violated
from ..world import Channel, Token, User


@dataclass(kw_only=True)
class Call:
    """What a client asks: the method, its arguments, and the token it asks with."""

    slack: Slack
    method: str
    arguments: JsonObject
    token: Token
    warnings: list[str] = field(default_factory=list)

    @property
    def team_id(self) -> str:
        """The workspace of the token."""
        return self.token.team_id

    @property
    def bot(self) -> str:
        """The app's own user in that workspace."""
        return self.slack.team(self.team_id).bot_user

    def text(self, name: str) -> str:
        """An argument as text; "" where it is missing."""
        return text(self.arguments, name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """An argument as a truth."""
        return flag(self.arguments, name, default=default)

    def needed(self, name: str, code: str = "invalid_arguments") -> str:
        """An argument that must be there; else the refusal `code`."""
        given = self.text(name)
        if not given and code == "invalid_arguments":
            raise Refused(code, messages=[f"missing required field: {name}"])
        if not given:
            raise Refused(code)
        return given

    def channel(self, *, is_id: bool = False) -> Channel:
        """The conversation that is named; unless it must be an id, a user's stands for his DM."""
        given = self.needed("channel", "channel_not_found")
        found = self.slack.world.channels.get(given)
        if found is None and not is_id:
            found = self._by_name(given) or self._dm(given)
        if found is None or not self._sees(found):
            raise Refused("channel_not_found")
        return found

    def user(self, name: str = "user") -> User:
        """The user an argument names, if the app may see him."""
        found = self.slack.world.users.get(self.needed(name, "user_not_found"))
        if found is None:
            raise Refused("user_not_found")
        if found.team_id != self.team_id and not self.slack.shares_a_channel(found, self.team_id):
            raise Refused("user_not_found")
        return found

    def must_write_in(self, channel: Channel) -> None:
        """Refuse a place where the app cannot post."""
        if channel.is_archived:
            raise Refused("is_archived")
        is_open = channel.kind == "public" and "chat:write.public" in self.token.scopes
        if self.bot not in channel.members and not is_open:
            raise Refused("not_in_channel")

    def _sees(self, channel: Channel) -> bool:
        return channel.team_id == self.team_id and (channel.kind == "public" or self.bot in channel.members)

    def _by_name(self, given: str) -> Channel | None:
        named = [
            each for each in self.slack.world.channels.values()
            if each.kind != "im" and each.team_id == self.team_id and each.name == given.removeprefix("#")
        ]  # fmt: skip
        if named:
            violated(self.slack.bench, "channel_by_name", where=self.method)
        return named[0] if named else None

    def _dm(self, given: str) -> Channel | None:
        user = self.slack.world.users.get(given)
        if user is None or user.is_bot:
            return None
        if user.team_id != self.team_id and not self.slack.shares_a_channel(user, self.team_id):
            return None
        return self.slack.dm_of(user, self.team_id)


Run = Callable[[Call], JsonObject]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method: what it does, a scope it needs (any one of them), and which kind of token it takes."""

    run: Run
    scopes: tuple[str, ...] = ()
    takes: str = "bot"  # "bot", "app" or "none"


Methods = Mapping[str, Method]


def page(call: Call, members: list[JsonObject], *, default: int) -> tuple[list[JsonObject], JsonObject]:
    """One page of a list and the cursor to the next."""
    size = int(call.text("limit") or default)
    cursor = call.text("cursor")
    if cursor and not cursor.isdigit():
        raise Refused("invalid_cursor")
    first = int(cursor or 0)
    more = str(first + size) if first + size < len(members) else ""
    return members[first : first + size], {"next_cursor": more}


def view_argument(call: Call) -> JsonObject:
    """The view of views.*, given as an object or as JSON text."""
    given: Object = mapping(call.arguments.get("view"))
    if not given:
        raise Refused("invalid_arguments", messages=["missing required field: view"])
    return dict(given)
