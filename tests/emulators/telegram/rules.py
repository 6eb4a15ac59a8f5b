"""The one table of Telegram's rules: its words, its status, where the rule is written, whose mistake it is.

Sources: "spec" is telegram_bot_api_10.0.json (core.telegram.org/bots/api); "server source" is
tdlib/telegram-bot-api (Client.cpp, WebhookActor.cpp, ClientManager.cpp); "TDLib" is tdlib/td, whose words the server
passes on; "servers" are words of Telegram's own servers as other emulators' catalogues (tg-mock, tgfake) have them;
"PTB" is telegram.constants of python-telegram-bot 22.8; "FAQ" is core.telegram.org/bots/faq. "unverified" marks words
that no source at hand shows.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One refusal, or one client fault that Telegram itself would bear (`status` 0)."""

    status: int
    words: str
    source: str
    blame: bool = True  # whether a refusal by this rule is a mistake of the client


_SERVER = "server source"
_WORDS = "servers' words, catalogues of tg-mock and tgfake"

RULES: dict[str, Rule] = {
    # who asks, and what for
    "unauthorized": Rule(401, "Unauthorized", f"{_SERVER}, ClientManager.cpp"),
    "not_found": Rule(404, "Not Found", f"{_SERVER}, ClientManager.cpp"),
    "method_not_found": Rule(404, "Not Found: method not found", f"{_SERVER}, Client.cpp on_cmd"),
    "not_emulated": Rule(501, "Not Implemented: {method} is not emulated", "this emulator", blame=False),
    "too_large": Rule(413, "Request Entity Too Large", "spec: sending files, at most 50 MB"),
    "bad_json": Rule(400, "Bad Request: can't parse request", f"{_SERVER}, HttpConnection; unverified words"),
    # arguments
    "missing_argument": Rule(400, 'Bad Request: parameter "{name}" is required', "spec; unverified words"),
    "wrong_type": Rule(400, "Bad Request: can't parse {what}: Field \"{name}\" must be of type {type}",
                       "spec: the field's types; server source, get_json_object_field"),
    "cannot_parse": Rule(400, "Bad Request: can't parse {what} JSON object", f"{_SERVER}, Client.cpp"),
    "chat_id_empty": Rule(400, "Bad Request: chat_id is empty", f"{_SERVER}, Client.cpp check_chat"),
    "user_id_invalid": Rule(400, "Bad Request: invalid user_id specified", f"{_SERVER}, Client.cpp get_user_id"),
    "message_id_missing": Rule(400, "Bad Request: message identifier is not specified", f"{_SERVER}, Client.cpp"),
    "unsupported_parse_mode": Rule(400, "Bad Request: unsupported parse_mode", f"{_SERVER}, Client.cpp"),
    # texts
    "text_empty": Rule(400, "Bad Request: message text is empty", f"{_SERVER}, Client.cpp; {_WORDS}"),
    "text_blank": Rule(400, "Bad Request: text must be non-empty", "TDLib, MessageEntity.cpp fix_formatted_text"),
    "text_too_long": Rule(400, "Bad Request: message is too long",
                          f"spec: sendMessage.text 1-4096 characters after entities parsing; {_WORDS}"),
    "caption_too_long": Rule(400, "Bad Request: message caption is too long",
                             f"spec: caption 0-1024 characters after entities parsing; {_WORDS}"),
    "cannot_parse_entities": Rule(400, "Bad Request: can't parse entities: {why}",
                                  "TDLib, MessageEntity.cpp parse_html, parse_markdown_v2"),
    "entity_out_of_text": Rule(400, "Bad Request: entity beginning at UTF-16 offset {offset} ends after the end of "
                               "the text at UTF-16 offset {end}", "TDLib, MessageEntity.cpp"),
    "quote_too_long": Rule(400, "Bad Request: QUOTE_TEXT_INVALID", "spec: ReplyParameters.quote 0-1024 characters"),
    # keyboards
    "button_data_invalid": Rule(400, "Bad Request: BUTTON_DATA_INVALID",
                                f"spec: InlineKeyboardButton.callback_data 1-64 bytes; {_WORDS}"),
    "button_type_invalid": Rule(400, "Bad Request: BUTTON_TYPE_INVALID",
                                "spec: a web_app or request button works in private chats only"),
    "button_url_invalid": Rule(400, "Bad Request: BUTTON_URL_INVALID", "spec: InlineKeyboardButton.url is HTTP or "
                               "tg://, WebAppInfo.url is HTTPS"),
    "button_without_action": Rule(400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed "
                                  "in the inline keyboard", f"{_SERVER}, Client.cpp get_inline_keyboard_button"),
    "button_with_two_actions": Rule(400, "Bad Request: BUTTON_INVALID",
                                    "spec: InlineKeyboardButton, exactly one of the fields; unverified words"),
    "button_without_text": Rule(400, "Bad Request: inline keyboard button text must be non-empty",
                                "spec: InlineKeyboardButton.text is required; unverified words"),
    "markup_too_long": Rule(400, "Bad Request: reply markup is too long",
                            f"{_SERVER}, REPLY_MARKUP_TOO_LONG; PTB InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER 100"),
    "row_too_wide": Rule(0, "a row has {count} inline buttons; apps show at most 8, put the rest into another row",
                         "PTB InlineKeyboardMarkupLimit.BUTTONS_PER_ROW 8"),
    "markup_expected_object": Rule(400, "Bad Request: object expected as reply markup", f"{_SERVER}, Client.cpp"),
    "inline_keyboard_expected": Rule(400, "Bad Request: inline keyboard expected", "TDLib, ReplyMarkup.cpp"),
    "placeholder_invalid": Rule(400, "Bad Request: input field placeholder is too long",
                                "spec: input_field_placeholder 1-64 characters; unverified words"),
    # chats and users
    "chat_not_found": Rule(400, "Bad Request: chat not found", f"{_SERVER}, Client.cpp check_chat"),
    "user_not_found": Rule(400, "Bad Request: user not found", f"{_SERVER}, Client.cpp check_user"),
    "cannot_initiate": Rule(403, "Forbidden: bot can't initiate conversation with a user", _WORDS),
    "blocked": Rule(403, "Forbidden: bot was blocked by the user", f"{_SERVER}, USER_IS_BLOCKED", blame=False),
    "deactivated": Rule(403, "Forbidden: user is deactivated", f"{_SERVER}, INPUT_USER_DEACTIVATED", blame=False),
    "kicked": Rule(403, "Forbidden: bot was kicked from the {kind} chat", f"{_SERVER}, Client.cpp check_chat_access",
                   blame=False),
    "not_a_member": Rule(403, "Forbidden: bot is not a member of the {kind} chat",
                         f"{_SERVER}, Client.cpp check_chat_access", blame=False),
    "migrated": Rule(400, "Bad Request: group chat was upgraded to a supergroup chat",
                     f"{_SERVER}, Client.cpp check_chat_access", blame=False),
    "not_enough_rights": Rule(400, "Bad Request: not enough rights to {act}", f"{_SERVER}, CHAT_ADMIN_REQUIRED"),
    "no_admins_in_private": Rule(400, "Bad Request: there are no administrators in the private chat",
                                 f"{_SERVER}, Client.cpp"),
    "cannot_leave_private": Rule(400, "Bad Request: chat member status can't be changed in private chats", "TDLib"),
    # messages
    "message_to_edit_not_found": Rule(400, "Bad Request: message to edit not found", _WORDS),
    "message_to_delete_not_found": Rule(400, "Bad Request: message to delete not found", _WORDS),
    "message_to_reply_not_found": Rule(400, "Bad Request: message to be replied not found", _WORDS),
    "message_to_pin_not_found": Rule(400, "Bad Request: message to pin not found", _WORDS),
    "message_to_react_not_found": Rule(400, "Bad Request: message to react not found", "TDLib; unverified words"),
    "cannot_edit": Rule(400, "Bad Request: message can't be edited", f"{_SERVER}; {_WORDS}"),
    "cannot_delete": Rule(400, "Bad Request: message can't be deleted",
                          "spec: deleteMessage, within 48 hours and own messages or with rights"),
    "no_text_to_edit": Rule(400, "Bad Request: there is no text in the message to edit", "TDLib"),
    "no_caption_to_edit": Rule(400, "Bad Request: there is no caption in the message to edit", "TDLib"),
    "not_modified": Rule(400, "Bad Request: message is not modified: specified new message content and reply markup "
                         "are exactly the same as a current content and reply markup of the message",
                         f"{_SERVER}, MESSAGE_NOT_MODIFIED"),
    "reaction_invalid": Rule(400, "Bad Request: REACTION_INVALID", "spec: ReactionTypeEmoji, the list of emoji"),
    "action_wrong": Rule(400, "Bad Request: wrong parameter action in request", f"{_SERVER}, get_chat_action"),
    # buttons pressed
    "query_too_old": Rule(400, "Bad Request: query is too old and response timeout expired or query ID is invalid",
                          f"{_SERVER}, QUERY_ID_INVALID", blame=False),
    "answer_too_long": Rule(400, "Bad Request: MESSAGE_TOO_LONG",
                            "spec: answerCallbackQuery.text 0-200 characters; PTB CallbackQueryLimit"),
    "answer_url_invalid": Rule(400, "Bad Request: URL_INVALID", "spec: answerCallbackQuery.url"),
    # files
    "no_file": Rule(400, "Bad Request: there is no {what} in the request", f"{_SERVER}, Client.cpp"),
    "file_id_invalid": Rule(400, "Bad Request: invalid file_id", f"{_SERVER}, Client.cpp check_remote_file_id"),
    "wrong_remote_file": Rule(400, "Bad Request: wrong remote file identifier specified: Wrong string length",
                              "TDLib, FileManager.cpp"),
    "file_empty": Rule(400, "Bad Request: file must be non-empty", "TDLib, FileManager.cpp"),
    "file_too_big": Rule(400, "Bad Request: file is too big", f"{_SERVER}; spec: getFile, at most 20 MB"),
    "photo_too_big": Rule(400, "Bad Request: PHOTO_INVALID_DIMENSIONS",
                          "spec: sendPhoto, at most 10 MB, width and height 10000 in total, ratio at most 20"),
    "photo_invalid": Rule(400, "Bad Request: IMAGE_PROCESS_FAILED", _WORDS),
    "photo_size": Rule(400, "Bad Request: too big photo", "spec: sendPhoto, at most 10 MB; PTB FileSizeLimit"),
    "url_not_fetched": Rule(400, "Bad Request: failed to get HTTP URL content", f"{_SERVER}, WEBPAGE_CURL_FAILED",
                            blame=False),
    "group_size": Rule(400, "Bad Request: {why}", f"{_SERVER}, get_input_message_contents; spec: media 2-10 items"),
    "attach_missing": Rule(400, "Bad Request: file attached as {name} not found",
                           "spec: sending files, attach://<file_attach_name>; unverified words"),
    # the bot's own settings
    "command_invalid": Rule(400, "Bad Request: BOT_COMMAND_INVALID",
                            "spec: BotCommand.command 1-32 characters, lowercase letters, digits and underscores"),
    "command_description_invalid": Rule(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
                                        "spec: BotCommand.description 1-256 characters"),
    "commands_too_many": Rule(400, "Bad Request: BOT_COMMANDS_TOO_MUCH",
                              "spec: setMyCommands.commands, at most 100; PTB BotCommandLimit"),
    "scope_invalid": Rule(400, "Bad Request: can't parse BotCommandScope: {why}", f"{_SERVER}, get_bot_command_scope"),
    "language_invalid": Rule(400, "Bad Request: invalid language code specified", "TDLib, validate_bot_language_code"),
    "profile_too_long": Rule(400, "Bad Request: {what} is too long",
                             "spec: name 64, description 512, short description 120; unverified words"),
    # updates
    "webhook_active": Rule(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
                           "delete the webhook first", f"{_SERVER}, process_get_updates_query"),
    "other_poller": Rule(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance "
                         "is running", f"{_SERVER}, abort_long_poll", blame=False),
    "ended_by_webhook": Rule(409, "Conflict: terminated by setWebhook request", f"{_SERVER}, abort_long_poll"),
    "webhook_bad": Rule(400, "Bad Request: bad webhook: {why}", f"{_SERVER}, WebhookActor.cpp start_up"),
    "secret_too_long": Rule(400, "Bad Request: secret token is too long", "spec: setWebhook.secret_token 1-256"),
    "secret_characters": Rule(400, "Bad Request: secret token contains unallowed characters",
                              "spec: setWebhook.secret_token, A-Z a-z 0-9 _ -"),
    "logged_out": Rule(400, "Logged out", f"{_SERVER}, LOGGING_OUT_ERROR_DESCRIPTION"),
    # too much
    "flood": Rule(429, "Too Many Requests: retry after {seconds}", f"{_SERVER}, set_retry_after_error; FAQ: 1/s per "
                  "chat, 20/min per group, 30/s overall; PTB FloodLimit"),
    "planned": Rule(400, "Bad Request: {why}", "the fault plan", blame=False),
    # faults of clients that Telegram bears
    "unknown_argument": Rule(0, "{name} is no argument of {method}; Telegram ignores it", "spec: the method's fields"),
    "callback_not_answered": Rule(0, "a pressed button was handled but not answered with answerCallbackQuery within "
                                  "{seconds} s; the app shows a progress bar until then",
                                  "spec: CallbackQuery, 'Telegram clients will display a progress bar until you call "
                                  "answerCallbackQuery'"),
    "answered_twice": Rule(0, "answerCallbackQuery came a second time for one press", "spec: answerCallbackQuery"),
    "post_repeated": Rule(0, "{method} came again, exactly the same, after its answer was lost: the customer got it "
                          "twice; such a post may not be repeated unseen", "spec: send methods have no idempotency key"),
    "retry_after_ignored": Rule(0, "a request came {early} s before retry_after was over",
                                "spec: ResponseParameters.retry_after"),
    "sent_to_blocked_again": Rule(0, "the chat was written to again after 'bot was blocked by the user'",
                                  "FAQ: respect 403; my_chat_member says when the user is back"),
    "two_pollers": Rule(0, "two getUpdates at once; one bot has one poller", f"{_SERVER}, abort_long_poll"),
    "busy_polling": Rule(0, "getUpdates without long polling, {count} times in a row with nothing to get",
                         "spec: getUpdates.timeout 'should be positive, short polling for testing purposes only'"),
    "forged_update_accepted": Rule(0, "an update with a wrong secret token got a 2xx answer",
                                   "spec: setWebhook.secret_token"),
    "method_in_answer_ignored": Rule(0, "a webhook answer may not call {method}; Telegram ignores it",
                                     f"{_SERVER}, WebhookActor.cpp handle"),
    "webhook_method_failed": Rule(0, "a method in a webhook answer was refused, and nobody is told: {why}",
                                  "spec: making requests when getting updates"),
    "stale_offset": Rule(0, "getUpdates went back: offset {offset} after {confirmed} was confirmed",
                         "spec: getUpdates.offset must be greater by one than the highest received"),
    "not_in_allowed_updates": Rule(0, "{kind} in allowed_updates is no kind of update; Telegram ignores it",
                                   "spec: Update"),
}  # fmt: skip


class Refusal(Exception):
    """A request is refused by the rule `code`."""

    def __init__(
        self, code: str, *, retry_after: int | None = None, migrate_to: int | None = None,
        blame: bool | None = None, **words: str | int,
    ) -> None:  # fmt: skip
        self.code = code
        self.rule = RULES[code]
        self.blame = self.rule.blame if blame is None else blame
        self.description = self.rule.words.format(**words)
        self.retry_after = retry_after
        self.migrate_to = migrate_to
        super().__init__(self.description)
