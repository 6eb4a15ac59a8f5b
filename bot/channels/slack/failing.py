"""What Slack's refusals, and the network's, mean for what was to be sent: one closed table. Pure."""

import re
from asyncio import TimeoutError as TimedOut
from collections.abc import Mapping
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.channel import Failure
from feedback.outbox import FailureKind

_AUTHORISATION = "connect the Slack team again: `aftertouch connect slack`"
_OURS = "this is a defect of ours; please report it"

_MISCONFIGURED: Mapping[str, str] = {
    "invalid_auth": _AUTHORISATION,
    "not_authed": _AUTHORISATION,
    "token_revoked": _AUTHORISATION,
    "token_expired": _AUTHORISATION,
    "account_inactive": _AUTHORISATION,
    "not_allowed_token_type": "give the bot token, which begins with xoxb-",
    "missing_scope": "add the scope on the app's page of Slack and install it again",
    "no_permission": "install the app again with all its scopes",
    "access_denied": _AUTHORISATION,
    "team_access_not_granted": "let an administrator of the Slack organisation approve the app for that team",
    "org_login_required": _AUTHORISATION,
    "two_factor_setup_required": "let the owner of the Slack team set up two factors",
}
"""Nothing reaches that team until somebody has put it right."""

_GONE: Mapping[str, str] = {
    "channel_not_found": "the channel is not there any more, or not for us to see",
    "user_not_found": "there is no such person",
    "users_not_found": "there is no such person",
    "user_disabled": "the person's account is switched off",
    "user_is_bot": "it is no person",
    "cannot_dm_bot": "it is no person",
    "user_not_visible": "the person cannot be seen by us: no channel is shared with them any more",
    "user_not_in_channel": "the person has left the channel",
    "is_archived": "the channel is archived",
    "invalid_user_combination": "no channel is shared with that person of another company",
}
"""The address is no way to anybody any more."""

_UNREACHABLE = frozenset({"request_timeout", "team_added_to_org"})
"""Refused before anything was done, and soon no more."""
_UNKNOWN = frozenset({"fatal_error", "internal_error", "service_unavailable"})
"""Of these Slack says itself that some part may have succeeded."""
_THROTTLED = frozenset({"ratelimited", "rate_limited"})

_REJECTED: Mapping[str, str] = {
    "not_in_channel": "invite the app to the channel",
    "restricted_action": "the Slack team lets nobody post there",
    "restricted_action_read_only_channel": "the channel is read-only",
    "restricted_action_thread_only_channel": "the channel takes replies in threads only",
    "message_not_found": "the message to change was deleted",
    "cant_update_message": "the message to change is not ours",
    "edit_window_closed": "the Slack team allows no changes any more",
    "invalid_blocks": _OURS,
    "invalid_blocks_format": _OURS,
    "msg_too_long": _OURS,
    "msg_blocks_too_long": _OURS,
    "no_text": _OURS,
    "metadata_too_large": _OURS,
    "invalid_metadata_format": _OURS,
    "message_limit_exceeded": "the Slack team's own plan takes no more messages",
}
"""It will be refused again however often it is sent; the same holds of what stands in no table."""

_REVOKED = frozenset({"token_revoked", "account_inactive"})
_CODE = re.compile(r"[a-z_]{1,60}")
_SHORTEST = timedelta(seconds=1)
_SERVER_ERROR = 500
_TOO_MANY = 429


class TokensAway(OSError):
    """The tokens of Slack teams cannot be looked up now, so nothing was asked of Slack."""


def code_of(error: BaseException) -> str:
    """Return Slack's own word for why it refused; nothing where it gave none."""
    if not isinstance(error, SlackApiError):
        return ""
    data: object = getattr(error.response, "data", None)
    said = data.get("error") if isinstance(data, dict) else None
    return said if isinstance(said, str) and _CODE.fullmatch(said) else ""


def is_revoked(error: BaseException) -> bool:
    """Say whether the Slack team has thrown us out."""
    return code_of(error) in _REVOKED


def is_expired(error: BaseException) -> bool:
    """Say whether the token may only be old: a fresh one is worth a try."""
    return code_of(error) in {"token_expired", "invalid_auth", "token_revoked"}


def failure_of(error: Exception, *, lane: str | None = None) -> Failure:
    """Return the failure that `error` is; `lane` is what has to wait where more than this has to."""
    if isinstance(error, SlackApiError):
        return _refused(error, lane)
    if isinstance(error, TokensAway):
        return Failure(kind="unreachable", detail="the tokens of Slack teams cannot be looked up now")
    if _never_left(error):
        return Failure(kind="unreachable", detail=f"Slack cannot be reached ({type(error).__name__})")
    return Failure(kind="unknown", detail=f"Slack's answer was lost ({type(error).__name__})")


def _never_left(error: Exception) -> bool:
    """Say whether no connection was made; once there was one, what was sent may have arrived."""
    return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)


def _refused(error: SlackApiError, lane: str | None) -> Failure:
    code, status = code_of(error), _status(error)
    if code in _THROTTLED or status == _TOO_MANY:
        return Failure(kind="throttled", retry_after=_wait(error), lane=lane, detail="Slack: slow down")
    kind, fix = _judged(code, status)
    told = f"Slack says {code or status}"
    needed = _needed(error)
    return Failure(
        kind=kind,
        lane=lane if kind == "misconfigured" else None,
        detail=f"{told}{f' ({needed})' if needed else ''}{f': {fix}' if fix else ''}",
    )


def _judged(code: str, status: int) -> tuple[FailureKind, str]:
    if code in _MISCONFIGURED:
        return "misconfigured", _MISCONFIGURED[code]
    if code in _GONE:
        return "gone", _GONE[code]
    if code in _UNREACHABLE:
        return "unreachable", ""
    if code in _UNKNOWN or status >= _SERVER_ERROR or not code:
        return "unknown", ""
    return "rejected", _REJECTED.get(code, "")


def _status(error: SlackApiError) -> int:
    found: object = getattr(error.response, "status_code", None) or getattr(error.response, "status", 0)
    return found if isinstance(found, int) else 0


def _wait(error: SlackApiError) -> timedelta:
    headers: object = getattr(error.response, "headers", None)
    told = headers.get("Retry-After") if isinstance(headers, Mapping) else None
    seconds = int(told) if isinstance(told, str) and told.isdecimal() else 1
    return max(timedelta(seconds=seconds), _SHORTEST)


def _needed(error: SlackApiError) -> str:
    """Return the scope that was missing, which Slack names."""
    data: object = getattr(error.response, "data", None)
    needed = data.get("needed") if isinstance(data, dict) else None
    return needed if isinstance(needed, str) and re.fullmatch(r"[a-z0-9_.:,-]{1,200}", needed) else ""


NETWORK = (SlackApiError, aiohttp.ClientError, TimedOut, OSError)
"""Everything that a call to Slack may end in."""
