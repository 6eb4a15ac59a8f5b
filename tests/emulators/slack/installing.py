"""Installing, rotating tokens, and leaving.

Sources: https://docs.slack.dev/authentication/installing-with-oauth and .../using-token-rotation:
access tokens live 12 hours, a refresh token works once.
"""

from . import events
from .objects import JsonObject
from .refusals import Refused
from .slack import Slack
from .world import Code, Token

LIFE_S = 43_200


def install(slack: Slack, code: Code) -> JsonObject:
    """What oauth.v2.access answers for a good code: the app is in the workspace now."""
    slack.team(code.team_id).is_installed = True
    if slack.world.app.rotates:
        return rotating(slack, code.team_id, code.scopes) | {"authed_user": {"id": code.user}}
    token = Token(value=_secret(slack, "xoxb-"), team_id=code.team_id, scopes=code.scopes)
    slack.world.tokens[token.value] = token
    return _granted(slack, token) | {"authed_user": {"id": code.user}}


def rotating(slack: Slack, team_id: str, scopes: tuple[str, ...]) -> JsonObject:
    """A token for 12 hours, and a refresh token for the next."""
    token = Token(
        value=_secret(slack, "xoxe.xoxb-1-"), team_id=team_id, scopes=scopes,
        expires_at_ms=slack.bench.clock.now_ms + LIFE_S * 1000,
    )  # fmt: skip
    refresh = _secret(slack, "xoxe-1-")
    slack.world.tokens[token.value] = token
    slack.world.refresh_tokens[refresh] = team_id
    return _granted(slack, token) | {"refresh_token": refresh, "expires_in": LIFE_S}


def refreshed(slack: Slack, refresh_token: str) -> JsonObject:
    """The next token for a refresh token, which is spent by that."""
    team_id = slack.world.refresh_tokens.pop(refresh_token, None)
    if team_id is None or not slack.team(team_id).is_installed:
        raise Refused("invalid_refresh_token")
    scopes = next(each.scopes for each in slack.world.tokens.values() if each.team_id == team_id)
    return rotating(slack, team_id, scopes)


def revoke(slack: Slack, team_id: str) -> None:
    """Somebody revokes the app's tokens in a workspace."""
    end_tokens(slack, team_id, "token_revoked")
    events.tokens_revoked(slack, team_id)


def uninstall(slack: Slack, team_id: str) -> None:
    """Somebody throws the app out: its tokens die, and two events tell of it, in no promised order."""
    end_tokens(slack, team_id, "account_inactive")
    slack.team(team_id).is_installed = False
    events.tokens_revoked(slack, team_id)
    events.app_uninstalled(slack, team_id)


def end_tokens(slack: Slack, team_id: str, code: str) -> None:
    """Let every token of a workspace earn the refusal `code` from now on."""
    for each in slack.world.tokens.values():
        if each.team_id == team_id:
            each.end = code
    for refresh in [key for key, team in slack.world.refresh_tokens.items() if team == team_id]:
        del slack.world.refresh_tokens[refresh]


def _granted(slack: Slack, token: Token) -> JsonObject:
    team = slack.team(token.team_id)
    return {
        "app_id": slack.world.app.id, "scope": ",".join(token.scopes), "token_type": "bot",
        "access_token": token.value, "bot_user_id": team.bot_user,
        "team": {"id": team.id, "name": team.name}, "enterprise": None, "is_enterprise_install": False,
    }  # fmt: skip


def _secret(slack: Slack, prefix: str) -> str:
    return f"{prefix}{slack.bench.chance.getrandbits(96):024x}"
