"""What a refusal of Telegram's means for the outbox: its kind, in words that quote nobody."""

from collections.abc import Mapping

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.channels.telegram.request import TooManyRequests
from feedback.outbox import Failure

# The connection was never made, so Telegram has nothing; after any other fault it may.
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
)
_NO_ADDRESS = (httpx.UnsupportedProtocol, httpx.InvalidURL)

_NOBODY_THERE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user_id_invalid",
    "input_user_deactivated",
    "user_is_blocked",
    "group chat was deactivated",
    "chat was deleted",
)

_KNOWN = {
    "can't parse entities": "its HTML cannot be parsed",
    "message is too long": "it is too long",
    "message text is empty": "it is empty",
    "text must be non-empty": "it is empty",
    "reply markup is too long": "its buttons are too many or too long",
    "button_data_invalid": "a button carries too much",
    "not enough rights": "the bot has not the right to write there",
    "have no rights": "the bot has not the right to write there",
    "chat_write_forbidden": "the bot has not the right to write there",
    "message to edit not found": "the message to amend is gone",
    "message_id_invalid": "the message to amend is gone",
    "message can't be edited": "the message can no longer be amended",
    "file is too big": "the file is larger than the 20 MB a bot may fetch",
    "wrong file_id": "the file is not there any more",
    "invalid file_id": "the file is not there any more",
}
"""Refusals by what they say, in our words: Telegram's own may quote the message."""

_NOT_TURNED = (
    "there is no text in the message to edit",
    "there is no media in the message to edit",
    "there is no caption in the message to edit",
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
)
_NO_PICTURE = (
    "photo_invalid",
    "photo_save_file_invalid",
    "image_process_failed",
    "too big photo",
    "wrong file",
)

UNKNOWN_BOT = (
    "Telegram knows no bot by this token: copy its token again from @BotFather, "
    "then run `aftertouch connect telegram`"
)
BETWEEN_US = "something between this machine and Telegram answered instead: a proxy, or a wrong base_url"


def failure_of(error: TelegramError) -> Failure:
    """Return the failure that `error` is."""
    if isinstance(error, TooManyRequests):
        return Failure(kind="throttled", retry_after=error.retry_after, detail="flood control")
    if _is_unreadable(error) and isinstance(error, BadRequest | Forbidden | InvalidToken | Conflict):
        return Failure(kind="unreachable", detail=BETWEEN_US)
    match error:
        case InvalidToken() | EndPointNotFound():
            return Failure(kind="misconfigured", detail=UNKNOWN_BOT)
        case Conflict():
            return Failure(kind="misconfigured", detail="another program uses the same token")
        case Forbidden():
            return _forbidden(error)
        case BadRequest():
            return _bad_request(error)
        case ChatMigrated():
            return Failure(kind="rejected", detail="the group was moved")
        case NetworkError():
            return _network(error)
        case _:
            return Failure(kind="unknown", detail="Telegram's answer cannot be read")


def is_unchanged(error: TelegramError) -> bool:
    """Say whether an amendment was refused because the message reads like that already."""
    return isinstance(error, BadRequest) and "message is not modified" in error.message.casefold()


def cannot_become(error: BadRequest) -> bool:
    """Say whether a message cannot be turned into what it should be, or is not there to be turned."""
    words = error.message.casefold()
    return any(each in words for each in _NOT_TURNED)


def takes_no_picture(error: BadRequest) -> bool:
    """Say whether a picture was refused for what it is: too long, too large, or none that Telegram reads."""
    words = error.message.casefold()
    return any(each in words for each in _NO_PICTURE)


def is_no_farewell(error: Forbidden) -> bool:
    """Say whether only a right was missing: the person has not left us."""
    return "rights" in error.message.casefold()


def _forbidden(error: Forbidden) -> Failure:
    # By type, as words change: blocked, deactivated, kicked, never met. Only missing rights are no farewell.
    if is_no_farewell(error):
        return Failure(kind="rejected", detail=_KNOWN["not enough rights"])
    return Failure(kind="gone", detail="blocked, left, or never started")


def _bad_request(error: BadRequest) -> Failure:
    words = error.message.casefold()
    if any(known in words for known in _NOBODY_THERE):
        return Failure(kind="gone", detail="there is no such chat")
    return Failure(kind="rejected", detail=_told(words, _KNOWN))


def _told(words: str, known: Mapping[str, str]) -> str:
    return next((told for said, told in known.items() if said in words), "Telegram refuses it")


def _network(error: NetworkError) -> Failure:
    if isinstance(error.__cause__, _NO_ADDRESS):
        return Failure(kind="misconfigured", detail="the token or the base_url is no part of an address")
    if isinstance(error.__cause__, _NEVER_LEFT):
        return Failure(kind="unreachable", detail="Telegram cannot be reached")
    return Failure(kind="unknown", detail="the connection broke before the answer")


def _is_unreadable(error: TelegramError) -> bool:
    """Say whether a refusal came without Telegram's JSON, so that its status says nothing about Telegram."""
    return isinstance(error.__cause__, TelegramError) and not isinstance(error.__cause__, InvalidToken)
