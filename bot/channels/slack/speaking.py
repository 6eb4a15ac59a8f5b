"""Asking Slack something in the name of one of its teams."""

from slack_sdk.errors import SlackApiError

from bot.channels.slack.calling import Calls
from bot.channels.slack.failing import TokensAway, is_expired, is_revoked
from bot.channels.slack.payload import Fields
from bot.channels.slack.tokens import Token, Tokens
from feedback.errors import FeedbackError


class NotInstalled(Exception):
    """The Slack team has not installed us, or has thrown us out."""


class Speaker:
    """Calls methods with the token of a team, and once more with a fresh one where the token was refused."""

    def __init__(self, *, calls: Calls, tokens: Tokens) -> None:
        self.calls = calls
        self._tokens = tokens

    @property
    def is_for_many(self) -> bool:
        """Whether many Slack teams may have installed us."""
        return self._tokens.is_for_many

    async def ask(self, team: str, method: str, **arguments: object) -> Fields:
        """Return Slack's answer; raises NotInstalled, or one of the errors of `failing.NETWORK`."""
        token = await self.token(team)
        try:
            return await self.calls.ask(method, token=token.value, **arguments)
        except SlackApiError as error:
            fresh = await self._fresh(team, token, error)
        return await self.calls.ask(method, token=fresh.value, **arguments)

    async def token(self, team: str) -> Token:
        """Return the token of `team`."""
        try:
            token = await self._tokens.find(team)
        except FeedbackError as error:
            raise TokensAway from error
        if token is None:
            raise NotInstalled
        return token

    async def _fresh(self, team: str, refused: Token, error: SlackApiError) -> Token:
        if not is_expired(error) and not is_revoked(error):
            raise error
        fresh = await self._tokens.renew(team, refused=refused)
        if fresh is not None:
            return fresh
        if self._tokens.is_for_many and is_revoked(error):
            await self._tokens.forget(team)
            raise NotInstalled from error
        raise error
