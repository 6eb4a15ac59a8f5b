"""An excerpt of the specification in short notation, for machines without the whole.

It holds what the emulated methods take: `name=Type`, `!` where required, `|` between alternatives, `*Type`
for a list of it. Facts of Bot API 10.0; a test compares them with the whole where that is at hand.
"""

from collections.abc import Mapping

from ..common.json_shapes import Json, Object

_SEND = (
    "business_connection_id=String chat_id!=Integer|String message_thread_id=Integer "
    "direct_messages_topic_id=Integer parse_mode=String disable_notification=Boolean "
    "protect_content=Boolean allow_paid_broadcast=Boolean message_effect_id=String "
    "suggested_post_parameters=SuggestedPostParameters reply_parameters=ReplyParameters "
    "reply_markup=InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply"
)

_CAPTION = "caption=String parse_mode=String caption_entities=*MessageEntity"

_METHODS = {
    "getMe": "",
    "getUpdates": "offset=Integer limit=Integer timeout=Integer allowed_updates=*String",
    "setWebhook": (
        "url!=String certificate=InputFile ip_address=String max_connections=Integer "
        "allowed_updates=*String drop_pending_updates=Boolean secret_token=String"
    ),
    "deleteWebhook": "drop_pending_updates=Boolean",
    "getWebhookInfo": "",
    "sendMessage": _SEND + " text!=String entities=*MessageEntity link_preview_options=LinkPreviewOptions",
    "sendPhoto": (
        _SEND + " photo!=InputFile|String caption=String caption_entities=*MessageEntity "
        "show_caption_above_media=Boolean has_spoiler=Boolean"
    ),
    "sendDocument": (
        _SEND + " document!=InputFile|String thumbnail=InputFile|String caption=String "
        "caption_entities=*MessageEntity disable_content_type_detection=Boolean"
    ),
    "sendVoice": _SEND
    + " voice!=InputFile|String caption=String caption_entities=*MessageEntity duration=Integer",
    "sendMediaGroup": (
        "business_connection_id=String chat_id!=Integer|String message_thread_id=Integer "
        "direct_messages_topic_id=Integer "
        "media!=*InputMediaAudio|*InputMediaDocument|*InputMediaLivePhoto|*InputMediaPhoto|*InputMediaVideo "
        "disable_notification=Boolean protect_content=Boolean allow_paid_broadcast=Boolean "
        "message_effect_id=String reply_parameters=ReplyParameters"
    ),
    "sendChatAction": (
        "business_connection_id=String chat_id!=Integer|String message_thread_id=Integer action!=String"
    ),
    "editMessageText": (
        "business_connection_id=String chat_id=Integer|String message_id=Integer "
        "inline_message_id=String text!=String parse_mode=String entities=*MessageEntity "
        "link_preview_options=LinkPreviewOptions reply_markup=InlineKeyboardMarkup"
    ),
    "editMessageCaption": (
        _CAPTION + " business_connection_id=String chat_id=Integer|String message_id=Integer "
        "inline_message_id=String show_caption_above_media=Boolean "
        "reply_markup=InlineKeyboardMarkup"
    ),
    "editMessageMedia": (
        "business_connection_id=String chat_id=Integer|String message_id=Integer "
        "inline_message_id=String media!=InputMedia reply_markup=InlineKeyboardMarkup"
    ),
    "editMessageReplyMarkup": (
        "business_connection_id=String chat_id=Integer|String message_id=Integer "
        "inline_message_id=String reply_markup=InlineKeyboardMarkup"
    ),
    "deleteMessage": "chat_id!=Integer|String message_id!=Integer",
    "deleteMessages": "chat_id!=Integer|String message_ids!=*Integer",
    "answerCallbackQuery": (
        "callback_query_id!=String text=String show_alert=Boolean url=String cache_time=Integer"
    ),
    "setMyCommands": "commands!=*BotCommand scope=BotCommandScope language_code=String",
    "getMyCommands": "scope=BotCommandScope language_code=String",
    "deleteMyCommands": "scope=BotCommandScope language_code=String",
    "setMyName": "name=String language_code=String",
    "getMyName": "language_code=String",
    "setMyDescription": "description=String language_code=String",
    "getMyDescription": "language_code=String",
    "setMyShortDescription": "short_description=String language_code=String",
    "getMyShortDescription": "language_code=String",
    "getChat": "chat_id!=Integer|String",
    "getChatMember": "chat_id!=Integer|String user_id!=Integer",
    "getChatAdministrators": "chat_id!=Integer|String return_bots=Boolean",
    "getChatMemberCount": "chat_id!=Integer|String",
    "setMessageReaction": "chat_id!=Integer|String message_id!=Integer reaction=*ReactionType is_big=Boolean",
    "getFile": "file_id!=String",
    "pinChatMessage": (
        "business_connection_id=String chat_id!=Integer|String message_id!=Integer "
        "disable_notification=Boolean"
    ),
    "unpinChatMessage": "business_connection_id=String chat_id!=Integer|String message_id=Integer",
    "leaveChat": "chat_id!=Integer|String",
    "logOut": "",
    "close": "",
}

_TYPES = {
    "Update": (
        "update_id!=Integer message=Message edited_message=Message channel_post=Message "
        "edited_channel_post=Message business_connection=BusinessConnection "
        "business_message=Message edited_business_message=Message "
        "deleted_business_messages=BusinessMessagesDeleted guest_message=Message "
        "message_reaction=MessageReactionUpdated "
        "message_reaction_count=MessageReactionCountUpdated inline_query=InlineQuery "
        "chosen_inline_result=ChosenInlineResult callback_query=CallbackQuery "
        "shipping_query=ShippingQuery pre_checkout_query=PreCheckoutQuery "
        "purchased_paid_media=PaidMediaPurchased poll=Poll poll_answer=PollAnswer "
        "my_chat_member=ChatMemberUpdated chat_member=ChatMemberUpdated "
        "chat_join_request=ChatJoinRequest chat_boost=ChatBoostUpdated "
        "removed_chat_boost=ChatBoostRemoved managed_bot=ManagedBotUpdated"
    ),
    "InlineKeyboardMarkup": "inline_keyboard!=**InlineKeyboardButton",
    "InlineKeyboardButton": (
        "text!=String icon_custom_emoji_id=String style=String url=String callback_data=String "
        "web_app=WebAppInfo login_url=LoginUrl switch_inline_query=String "
        "switch_inline_query_current_chat=String "
        "switch_inline_query_chosen_chat=SwitchInlineQueryChosenChat copy_text=CopyTextButton "
        "callback_game=CallbackGame pay=Boolean"
    ),
    "ReplyKeyboardMarkup": (
        "keyboard!=**KeyboardButton is_persistent=Boolean resize_keyboard=Boolean "
        "one_time_keyboard=Boolean input_field_placeholder=String selective=Boolean"
    ),
    "KeyboardButton": (
        "text!=String icon_custom_emoji_id=String style=String "
        "request_users=KeyboardButtonRequestUsers request_chat=KeyboardButtonRequestChat "
        "request_managed_bot=KeyboardButtonRequestManagedBot request_contact=Boolean "
        "request_location=Boolean request_poll=KeyboardButtonPollType web_app=WebAppInfo"
    ),
    "ReplyKeyboardRemove": "remove_keyboard!=Boolean selective=Boolean",
    "ForceReply": "force_reply!=Boolean input_field_placeholder=String selective=Boolean",
    "MessageEntity": (
        "type!=String offset!=Integer length!=Integer url=String user=User language=String "
        "custom_emoji_id=String unix_time=Integer date_time_format=String"
    ),
    "ReplyParameters": (
        "message_id!=Integer chat_id=Integer|String allow_sending_without_reply=Boolean "
        "quote=String quote_parse_mode=String quote_entities=*MessageEntity "
        "quote_position=Integer checklist_task_id=Integer poll_option_id=String"
    ),
    "LinkPreviewOptions": (
        "is_disabled=Boolean url=String prefer_small_media=Boolean prefer_large_media=Boolean "
        "show_above_text=Boolean"
    ),
    "BotCommand": "command!=String description!=String",
    "WebAppInfo": "url!=String",
    "InputMediaPhoto": _CAPTION
    + " type!=String media!=String show_caption_above_media=Boolean has_spoiler=Boolean",
    "InputMediaDocument": _CAPTION
    + " type!=String media!=String thumbnail=String disable_content_type_detection=Boolean",
    "InputMediaVideo": (
        _CAPTION + " type!=String media!=String thumbnail=String cover=String start_timestamp=Integer "
        "show_caption_above_media=Boolean width=Integer height=Integer duration=Integer "
        "supports_streaming=Boolean has_spoiler=Boolean"
    ),
    "InputMediaAudio": (
        _CAPTION + " type!=String media!=String thumbnail=String duration=Integer performer=String "
        "title=String"
    ),
    "ReactionTypeEmoji": "type!=String emoji!=String",
}


def _fields(notation: str) -> list[Json]:
    return [_field(*each.split("=")) for each in notation.split()]


def _field(name: str, types: str) -> Object:
    named: list[Json] = [each.replace("*", "Array of ") for each in types.split("|")]
    return {"name": name.rstrip("!"), "types": named, "required": name.endswith("!")}


def _all(table: Mapping[str, str]) -> Object:
    return {name: {"fields": _fields(notation)} for name, notation in table.items()}


BUILTIN: Object = {"methods": _all(_METHODS), "types": _all(_TYPES)}
