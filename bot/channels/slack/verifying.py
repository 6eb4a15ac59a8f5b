"""Whether everything on Slack's side is set up, by live calls; each finding with what to do about it."""

from collections.abc import Mapping, Sequence
from typing import Literal

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channel import Finding
from bot.channels.slack.calling import Calls
from bot.channels.slack.failing import NETWORK, failure_of
from bot.channels.slack.payload import Fields, text
from bot.channels.slack.scopes import BOT_SCOPES
from bot.channels.slack.tokens import Tokens

Mode = Literal["socket", "http"]

_INSTALL = "install the app on its page of Slack, under OAuth & Permissions, and give the token shown there"


class Verifier:
    """Looks at the token, its scopes and the way in."""

    def __init__(
        self, *, calls: Calls, tokens: Tokens, mode: Mode, app_token: str | None, signing_secret: str | None
    ) -> None:
        self._calls = calls
        self._tokens = tokens
        self._mode: Mode = mode
        self._app_token = app_token
        self._signing_secret = signing_secret

    async def verify(self) -> Sequence[Finding]:
        """Look at everything that can be looked at from here."""
        return (*await self.bot(), await self.way_in())

    async def way_in(self) -> Finding:
        """Look at how Slack reaches us: by a line that we open, or by calls that it signs."""
        return await self._socket() if self._mode == "socket" else self._signature()

    async def bot(self) -> Sequence[Finding]:
        """Look at the bot's token and its scopes."""
        if self._tokens.is_for_many:
            return (Finding(what="each Slack team installs the app with a token of its own", is_right=True),)
        token = await self._tokens.find("")
        if token is None:
            return (Finding(what="there is no bot token", is_right=False, fix=_INSTALL),)
        try:
            answer = await self._calls.response("auth.test", token=token.value)
        except NETWORK as error:
            return (refused("the bot token", error),)
        known = Finding(what=f"Slack knows the bot token{_whose(_fields(answer))}", is_right=True)
        granted: object = answer.headers.get("x-oauth-scopes")
        # A proxy may drop the header; a scope that is missing shows when it is needed, too.
        return (known, _scopes(granted)) if isinstance(granted, str) else (known,)

    async def _socket(self) -> Finding:
        if not self._app_token:
            fix = "make an app-level token with the scope connections:write on the app's page of Slack"
            return Finding(what="there is no app-level token for Socket Mode", is_right=False, fix=fix)
        try:
            await self._calls.response("apps.connections.open", token=self._app_token)
        except NETWORK as error:
            return refused("the app-level token", error)
        return Finding(what="Slack opens a line for Socket Mode", is_right=True)

    def _signature(self) -> Finding:
        if self._signing_secret:
            return Finding(what="the signing secret is there; Slack checks the address itself", is_right=True)
        fix = "copy it from the app's page of Slack, under Basic Information"
        return Finding(
            what="there is no signing secret, so nothing that comes in can be trusted",
            is_right=False,
            fix=fix,
        )


def _fields(answer: AsyncSlackResponse) -> Fields:
    data: object = answer.data
    return data if isinstance(data, Mapping) else {}


def _whose(told: Fields) -> str:
    """Write whose token it is, as far as Slack tells."""
    user, team = text(told, "user"), text(told, "team")
    return f": @{user} in the Slack team {team}" if user and team else ""


def _scopes(granted: str) -> Finding:
    missing = sorted(set(BOT_SCOPES) - {scope.strip() for scope in granted.split(",")})
    if not missing:
        return Finding(what="the app may do all it has to", is_right=True)
    why = "; ".join(f"{scope} {BOT_SCOPES[scope]}" for scope in missing)
    return Finding(
        what=f"scopes are missing: {why}", is_right=False, fix="add them, then install the app again"
    )


def refused(what: str, error: Exception) -> Finding:
    """Return the finding that Slack refused something, or could not be asked about it."""
    failure = failure_of(error)
    if failure.kind == "throttled" and failure.retry_after is not None:
        fix = f"try again in {failure.retry_after.total_seconds():.0f} s"
        return Finding(what=f"Slack was asked about {what} too often", is_right=False, fix=fix)
    if failure.kind in ("unreachable", "unknown"):
        fix = "try again; if it stays so, let this machine reach Slack over HTTPS"
        return Finding(what=f"Slack could not be asked about {what}", is_right=False, fix=fix)
    told, _, fix = failure.detail.partition(": ")
    return Finding(what=f"{what} is refused: {told}", is_right=False, fix=fix or _INSTALL)
