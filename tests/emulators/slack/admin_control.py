"""Control verbs that set the scene: workspaces, people, channels, the app, and what happens to it."""

from dataclasses import fields

from ..common.control import wait_of
from ..common.json_shapes import Json, Object
from . import events, installing
from .forms import channel_form, message_form, user_form, view_form
from .objects import JsonObject, flag, number, text, texts
from .seeds import add_team
from .slack import Slack
from .violations import violated
from .world import SCOPES, App, Channel, Team, Token, User


class AdminControl:
    """What administrators, and Slack itself, do."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def team(self, given: Object) -> Json:
        """Add the workspace `id`, or change it: `token` installs the app, `charts` is taken or refused."""
        world, team_id = self._slack.world, text(given, "id") or self._slack.new_id("T")
        if team_id not in world.teams:
            name = text(given, "name") or team_id
            add_team(world, Team(id=team_id, name=name, domain=text(given, "domain") or name.lower()))
        team = world.teams[team_id]
        if "charts" in given:
            team.takes_charts = text(given, "charts") != "refused"
        if token := text(given, "token"):
            team.is_installed = True
            scopes = tuple(texts(given.get("scopes"))) or SCOPES
            world.tokens[token] = Token(value=token, team_id=team.id, scopes=scopes)
        return {"ok": True, "id": team.id, "bot_user": team.bot_user, "installed": team.is_installed}

    async def user(self, given: Object) -> Json:
        """Add a user, or change `id`: any field of `User`, as `email`, `tz`, `deleted`, `is_stranger`."""
        user_id = text(given, "id") or self._slack.new_id("U")
        user = self._slack.world.users.get(user_id)
        if user is None:
            team_id = text(given, "team") or next(iter(self._slack.world.teams))
            user = User(id=user_id, team_id=self._slack.team(team_id).id, name=text(given, "name") or user_id)
            self._slack.world.users[user_id] = user
        _change(user, given)
        return {"ok": True, "user": user_form(self._slack, user)}

    async def channel(self, given: Object) -> Json:
        """Add a channel, or change `id`: name, kind, members, archived, shared; `join` and `leave` a user."""
        channel_id = text(given, "id") or self._slack.new_id("C")
        channel = self._slack.world.channels.get(channel_id)
        if channel is None:
            team_id = text(given, "team") or next(iter(self._slack.world.teams))
            channel = Channel(
                id=channel_id, team_id=self._slack.team(team_id).id, name=text(given,
                "name") or channel_id.lower(),
                kind="private" if text(given, "kind") == "private" else "public",
                created=self._slack.bench.clock.now_s,
            )  # fmt: skip
            self._slack.world.channels[channel_id] = channel
        self._change_channel(channel, given)
        return {"ok": True, "channel": channel_form(self._slack, channel) | {"members": channel.members}}

    def _change_channel(self, channel: Channel, given: Object) -> None:
        if "members" in given:
            channel.members = [self._slack.user(each).id for each in texts(given.get("members"))]
        channel.is_archived = flag(given, "archived", default=channel.is_archived)
        channel.is_ext_shared = flag(given, "shared", default=channel.is_ext_shared)
        joining, leaving = text(given, "join"), text(given, "leave")
        if joining and joining not in channel.members:
            channel.members.append(self._slack.user(joining).id)
            events.member_joined(self._slack, channel, self._slack.user(joining))
        if leaving in channel.members:
            channel.members.remove(leaving)

    async def app(self, given: Object) -> Json:
        """Change the app: any field of `App`; `verify` asks the request URL for its challenge."""
        app = self._slack.world.app
        _change(app, given)
        if flag(given, "verify") and not await self._slack.gateway.web.challenge():
            violated(self._slack.bench, "bad_challenge", where="url_verification")
            raise ValueError(
                "the request URL did not answer the challenge: answer 200 with the challenge as text"
            )
        return {"ok": True, "app": {each.name: _shown(app, each.name) for each in fields(app)}}

    async def group(self, given: Object) -> Json:
        """Add the user group `id` of `team` with `users`, or change it."""
        team_id = text(given, "team") or next(iter(self._slack.world.teams))
        self._slack.world.groups[text(given, "id")] = (team_id, texts(given.get("users")))
        return {"ok": True}

    async def rates(self, given: Object) -> Json:
        """Change the limits: `on`, any of `RateSettings`, events_per_hour, events_failing_from."""
        settings, limits = self._slack.limiter.settings, self._slack.gateway.limits
        settings.is_on = flag(given, "on", default=settings.is_on)
        _change(settings, given)
        limits.per_hour = int(number(given, "events_per_hour", default=limits.per_hour))
        limits.failing_from = int(number(given, "events_failing_from", default=limits.failing_from))
        return {"ok": True, "on": settings.is_on, "events_per_hour": limits.per_hour}

    async def uninstall(self, given: Object) -> Json:
        """Throw the app out of `team`: tokens die, tokens_revoked and app_uninstalled follow."""
        installing.uninstall(self._slack, self._team_of(given).id)
        return {"ok": True}

    async def revoke(self, given: Object) -> Json:
        """Revoke the app's tokens in `team`."""
        installing.revoke(self._slack, self._team_of(given).id)
        return {"ok": True}

    async def disconnect(self, given: Object) -> Json:
        """Send sockets away: `reason` (warning, refresh_requested, link_disabled, drop), `count` of them."""
        reason = text(given, "reason") or "refresh_requested"
        sockets = self._slack.gateway.sockets
        if reason == "drop":
            return {"ok": True, "told": await sockets.drop()}
        return {
            "ok": True,
            "told": await sockets.disconnect(reason, count=int(number(given, "count", default=10))),
        }

    async def flush(self, given: Object) -> Json:
        """Send what a reordering still holds back."""
        self._slack.gateway.flush()
        return {"ok": True}

    async def outbox(self, given: Object) -> Json:
        """Show what customers got to see after number `after`, by `method`; wait `wait_s` for one."""
        after, method = int(number(given, "after")), text(given, "method")

        def found() -> list[JsonObject]:
            return [each for each in self._slack.outbox[after:] if method in ("", each["method"])]

        await self._slack.bench.recorder.until(lambda: bool(found()), wait_s=wait_of(given))
        return {"outbox": found()}

    async def sockets(self, given: Object) -> Json:
        """Tell how many sockets are open; wait `wait_s` real seconds until there are `count`."""
        sockets, count = self._slack.gateway.sockets, int(number(given, "count"))
        await self._slack.bench.recorder.until(lambda: sockets.open_count == count, wait_s=wait_of(given))
        return {"open": sockets.open_count}

    async def state(self, given: Object) -> Json:
        """Show everything: workspaces, people, channels with messages, views, stacks, homes."""
        slack, world = self._slack, self._slack.world
        return {
            "now_ms": slack.bench.clock.now_ms, "app": {"id": world.app.id, "name": world.app.name,
            "mode": world.app.mode},
            "teams": [
                {"id": each.id, "name": each.name, "bot_user": each.bot_user, "installed": each.is_installed}
                for each in world.teams.values()
            ],
            "users": [user_form(slack, each) for each in world.users.values()],
            "channels": [
                channel_form(slack, each) | {"team": each.team_id, "members": each.members}
                for each in world.channels.values()
            ],
            "messages": [
                message_form(slack, each, with_metadata=True)
                | {"channel": each.channel, "ephemeral_to": each.ephemeral_to, "state": each.state}
                for each in world.messages
            ],
            "views": [
                view_form(slack, each) | {"user": each.user,
                "errors": each.errors} for each in world.views.values()
            ],
            "stacks": world.stacks, "homes": world.homes,
        }  # fmt: skip

    def _team_of(self, given: Object) -> Team:
        return self._slack.team(text(given, "team") or next(iter(self._slack.world.teams)))


def _change(thing: object, given: Object) -> None:
    """Set the fields of `thing` that are given, each as what it is already."""
    for name, value in vars(thing).items():
        if name not in given or name in {"id", "team_id"}:
            continue
        if isinstance(value, bool):
            setattr(thing, name, flag(given, name))
        elif isinstance(value, int):
            setattr(thing, name, int(number(given, name)))
        elif isinstance(value, tuple):
            setattr(thing, name, tuple(texts(given.get(name))))
        elif isinstance(value, str):
            setattr(thing, name, text(given, name))


def _shown(app: App, name: str) -> Json:
    value = vars(app)[name]
    if "secret" in name:
        return "(secret)"
    return list(value) if isinstance(value, tuple) else value
