"""Every refusal Slack answers with, and where it is written; a code that is not here cannot be sent."""

from collections.abc import Mapping, Sequence

from .objects import JsonObject

_DOCS = "https://docs.slack.dev"
_M = f"{_DOCS}/reference/methods"
_COMMON = f"{_M}/chat.postMessage#errors"

SOURCES: Mapping[str, str] = {
    # any method
    "not_authed": _COMMON,
    "invalid_auth": _COMMON,
    "account_inactive": _COMMON,
    "token_revoked": _COMMON,
    "token_expired": _COMMON,
    "not_allowed_token_type": _COMMON,
    "missing_scope": _COMMON,
    "invalid_arguments": _COMMON,
    "invalid_json": _COMMON,
    "invalid_form_data": _COMMON,
    "invalid_post_type": _COMMON,
    "ratelimited": f"{_DOCS}/apis/web-api/rate-limits",
    "unknown_method": f"{_DOCS}/apis/web-api/#responses",
    "not_emulated": "tests/emulators/slack/README.md (a known method of Slack that this emulator leaves out)",
    "internal_error": _COMMON,
    # messages
    "channel_not_found": _COMMON,
    "not_in_channel": _COMMON,
    "is_archived": _COMMON,
    "no_text": _COMMON,
    "markdown_text_conflict": _COMMON,
    "msg_too_long": _COMMON,
    "invalid_blocks": _COMMON,
    "invalid_blocks_format": _COMMON,
    "too_many_attachments": _COMMON,
    "invalid_metadata_format": _COMMON,
    "metadata_too_large": _COMMON,
    "thread_not_found": f"{_M}/conversations.replies#errors",
    "cannot_reply_to_message": _COMMON,
    "message_not_found": f"{_M}/chat.update#errors",
    "cant_update_message": f"{_M}/chat.update#errors",
    "cant_delete_message": f"{_M}/chat.delete#errors",
    "user_not_in_channel": f"{_M}/chat.postEphemeral#errors",
    # people and places
    "user_not_found": f"{_M}/users.info#errors",
    "user_not_visible": f"{_M}/conversations.open#errors",
    "user_disabled": f"{_M}/conversations.open#errors",
    "users_list_not_supplied": f"{_M}/conversations.open#errors",
    "users_not_found": f"{_M}/users.lookupByEmail#errors",
    "no_such_subteam": f"{_M}/usergroups.users.list#errors",
    "invalid_cursor": f"{_M}/conversations.list#errors",
    # reactions and files
    "already_reacted": f"{_M}/reactions.add#errors",
    "invalid_name": f"{_M}/reactions.add#errors",
    "no_item_specified": f"{_M}/reactions.add#errors",
    "file_not_found": f"{_M}/files.completeUploadExternal#errors",
    "invalid_channel": f"{_M}/files.completeUploadExternal#errors",
    "file_deleted": f"{_M}/files.info#errors",
    # views
    "invalid_trigger_id": f"{_M}/views.open#errors",
    "expired_trigger_id": f"{_M}/views.open#errors",
    "exchanged_trigger_id": f"{_M}/views.open#errors",
    "duplicate_external_id": f"{_M}/views.open#errors",
    "view_too_large": f"{_M}/views.open#errors",
    "push_limit_reached": f"{_M}/views.push#errors",
    "not_found": f"{_M}/views.update#errors",
    "hash_conflict": f"{_M}/views.update#errors",
    # installation
    "invalid_client_id": f"{_M}/oauth.v2.access#errors",
    "bad_client_secret": f"{_M}/oauth.v2.access#errors",
    "bad_redirect_uri": f"{_M}/oauth.v2.access#errors",
    "invalid_code": f"{_M}/oauth.v2.access#errors",
    "code_already_used": f"{_M}/oauth.v2.access#errors",
    "invalid_grant_type": f"{_M}/oauth.v2.access#errors",
    "invalid_refresh_token": f"{_DOCS}/authentication/using-token-rotation",
    "token_already_exchanged": f"{_DOCS}/authentication/using-token-rotation",
    # response URLs
    "used_url": f"{_DOCS}/interactivity/handling-user-interaction#message_responses",
    "expired_url": f"{_DOCS}/interactivity/handling-user-interaction#message_responses",
}


class Refused(Exception):
    """Slack says no; `code` is its own word for why."""

    def __init__(self, code: str, *, messages: Sequence[str] = (), status: int = 200, **extra: str) -> None:
        super().__init__(code)
        self.code = code
        self.source = SOURCES[code]
        self.status = status
        self.messages = list(messages)
        self.extra = extra

    def answer(self) -> JsonObject:
        """The body of the answer."""
        body: JsonObject = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["errors"] = list(self.messages)
            body["response_metadata"] = {"messages": [f"[ERROR] {each}" for each in self.messages]}
        return body
