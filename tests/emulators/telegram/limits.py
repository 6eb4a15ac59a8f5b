"""Telegram's numbers, each with its source; where the full spec is at hand, `spec.py` reads the rest from it.

PTB is telegram.constants of python-telegram-bot 22.8; a test compares these with it.
"""

from typing import Final

TEXT: Final = 4096  # characters after entities parsing; PTB MessageLimit.MAX_TEXT_LENGTH
CAPTION: Final = 1024  # PTB MessageLimit.CAPTION_LENGTH
ENTITIES: Final = 100  # PTB MessageLimit.MESSAGE_ENTITIES
START_PAYLOAD: Final = 64  # PTB MessageLimit.DEEP_LINK_LENGTH
CALLBACK_DATA_BYTES: Final = 64  # PTB InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
BUTTONS: Final = 100  # PTB InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER
BUTTONS_PER_ROW: Final = 8  # PTB InlineKeyboardMarkupLimit.BUTTONS_PER_ROW
MARKUP_BYTES: Final = 10_240  # unverified: REPLY_MARKUP_TOO_LONG names no number
PLACEHOLDER: Final = 64  # PTB ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER
ANSWER: Final = 200  # PTB CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
COMMAND: Final = 32  # PTB BotCommandLimit.MAX_COMMAND
COMMAND_DESCRIPTION: Final = 256  # PTB BotCommandLimit.MAX_DESCRIPTION
COMMANDS: Final = 100  # PTB BotCommandLimit.MAX_COMMAND_NUMBER
NAME: Final = 64  # PTB BotNameLimit.MAX_NAME_LENGTH
DESCRIPTION: Final = 512  # PTB BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
SHORT_DESCRIPTION: Final = 120  # PTB BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
SECRET: Final = 256  # PTB WebhookLimit.MAX_SECRET_TOKEN_LENGTH
CONNECTIONS: Final = 100  # PTB WebhookLimit.MAX_CONNECTIONS_LIMIT
UPDATES: Final = 100  # PTB PollingLimit.MAX_LIMIT
GROUP_MOST: Final = 10  # PTB MediaGroupLimit.MAX_MEDIA_LENGTH
GROUP_LEAST: Final = 2  # PTB MediaGroupLimit.MIN_MEDIA_LENGTH
UPLOAD_BYTES: Final = 50_000_000  # PTB FileSizeLimit.FILESIZE_UPLOAD
PHOTO_BYTES: Final = 10_000_000  # PTB FileSizeLimit.PHOTOSIZE_UPLOAD
DOWNLOAD_BYTES: Final = 20_000_000  # PTB FileSizeLimit.FILESIZE_DOWNLOAD
PER_SECOND_PER_CHAT: Final = 1  # PTB FloodLimit.MESSAGES_PER_SECOND_PER_CHAT
PER_SECOND: Final = 30  # PTB FloodLimit.MESSAGES_PER_SECOND
PER_MINUTE_PER_GROUP: Final = 20  # PTB FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP
PAID_PER_SECOND: Final = 1000  # PTB FloodLimit.PAID_MESSAGES_PER_SECOND

DAY_S: Final = 86_400
CALLBACK_LIFE_S: Final = 150  # server source, Client.cpp add_new_callback_query
LONG_POLL_S: Final = 50  # server source, LONG_POLL_MAX_TIMEOUT
DELETABLE_S: Final = 48 * 3600  # spec: deleteMessage
WEBHOOK_PORTS: Final = (443, 80, 88, 8443)  # server source, WebhookActor.cpp start_up
