"""Our rows of buttons as the SDK's."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.keyboards import Rows


def inline(rows: Rows) -> InlineKeyboardMarkup:
    """Return the SDK's keyboard of `rows`."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(each.text, callback_data=each.callback_data) for each in row] for row in rows]
    )
