"""Fetches what customers attached; Telegram hands it out for as long as it keeps it."""

from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.refusals import failure_of
from feedback.outbox import Failure

MOST_BYTES = 20_000_000
"""Bot API, getFile: bots can download files of up to 20 MB."""


async def fetch(bot: Bot, reference: str) -> bytes | Failure:
    """Return what the file `reference` holds."""
    try:
        file = await bot.get_file(reference)
    except TelegramError as error:
        return failure_of(error)
    if (file.file_size or 0) > MOST_BYTES:
        return Failure(kind="rejected", detail="the file is larger than the 20 MB a bot may fetch")
    try:
        return bytes(await file.download_as_bytearray())
    except (BadRequest, Forbidden, InvalidToken):
        # The SDK takes a 404 for a wrong token; but that one has just named the file.
        return Failure(kind="rejected", detail="the file is not there any more")
    except TelegramError as error:
        return failure_of(error)
