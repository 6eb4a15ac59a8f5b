"""auth.*, apps.* and oauth.*: who the app is, and how it comes and goes."""

import base64
import binascii

from .. import installing
from ..objects import JsonObject
from ..refusals import Refused
from .call import Call, Method, Methods

_CODE_LIFE_MS = 600_000  # https://docs.slack.dev/authentication/installing-with-oauth: 10 minutes


def _test(call: Call) -> JsonObject:
    team = call.slack.team(call.team_id)
    app = call.slack.world.app
    answer: JsonObject = {
        "url": f"https://{team.domain}.slack.com/", "team": team.name, "user": app.name, "team_id": team.id,
        "user_id": team.bot_user, "bot_id": app.bot_id, "is_enterprise_install": False,
    }  # fmt: skip
    if call.token.expires_at_ms:
        answer["expires_in"] = (call.token.expires_at_ms - call.slack.bench.clock.now_ms) // 1000
    return answer


def _open_connection(call: Call) -> JsonObject:
    ticket = call.slack.gateway.sockets.issue_ticket()
    site = call.slack.site.replace("http", "ws", 1)
    return {"url": f"{site}/link/?ticket={ticket}&app_id={call.slack.world.app.id}"}


def _revoke(call: Call) -> JsonObject:
    if call.flag("test"):
        return {"revoked": False}
    call.token.end = "token_revoked"
    return {"revoked": True}


def _uninstall(call: Call) -> JsonObject:
    _check_client(call)
    installing.uninstall(call.slack, call.team_id)
    return {}


def _access(call: Call) -> JsonObject:
    _check_client(call)
    kind = call.text("grant_type") or "authorization_code"
    if kind == "refresh_token":
        return installing.refreshed(call.slack, call.needed("refresh_token", "invalid_refresh_token"))
    if kind != "authorization_code":
        raise Refused("invalid_grant_type")
    code = call.slack.world.codes.get(call.needed("code", "invalid_code"))
    if code is None or call.slack.bench.clock.now_ms > code.at_ms + _CODE_LIFE_MS:
        raise Refused("invalid_code")
    if code.is_used:
        raise Refused("code_already_used")
    if code.redirect_uri != call.text("redirect_uri") and call.text("redirect_uri"):
        raise Refused("bad_redirect_uri")
    code.is_used = True
    return installing.install(call.slack, code)


def _exchange(call: Call) -> JsonObject:
    """Give a rotating token for one that lives for ever."""
    _check_client(call)
    token = call.slack.world.tokens.get(call.text("token"))
    if token is None or token.end:
        raise Refused("invalid_auth")
    if token.expires_at_ms:
        raise Refused("token_already_exchanged")
    token.end = "token_revoked"
    return installing.rotating(call.slack, token.team_id, token.scopes)


def _check_client(call: Call) -> None:
    app = call.slack.world.app
    if call.text("client_id") != app.client_id:
        raise Refused("invalid_client_id")
    if call.text("client_secret") != app.client_secret:
        raise Refused("bad_client_secret")


def basic_client(header: str) -> JsonObject:
    """Client id and secret from an Authorization header of the Basic kind, if it is one."""
    kind, _, rest = header.partition(" ")
    if kind.lower() != "basic":
        return {}
    try:
        name, _, secret = base64.b64decode(rest).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return {}
    return {"client_id": name, "client_secret": secret}


METHODS: Methods = {
    "auth.test": Method(run=_test),
    "auth.revoke": Method(run=_revoke),
    "apps.connections.open": Method(run=_open_connection, takes="app", scopes=("connections:write",)),
    "apps.uninstall": Method(run=_uninstall),
    "oauth.v2.access": Method(run=_access, takes="none"),
    "oauth.v2.exchange": Method(run=_exchange, takes="none"),
}
