"""A message in a chat, as it is kept and as the API shows it."""

from dataclasses import dataclass, field, replace
from typing import Self

from ..common.json_shapes import Json, Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`content` is what the API shows of it: text and entities, or a photo and its caption, and so on."""

    chat_id: int
    message_id: int
    sender_id: int
    date: int
    content: Object
    markup: Object | None = None
    reply_to: int = 0
    edit_date: int = 0
    reactions: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def inline_markup(self) -> Object | None:
        """Return the keyboard under the message; the API never shows any other."""
        return self.markup if self.markup and "inline_keyboard" in self.markup else None

    def edited(self, content: Object, markup: Object | None, *, at: int) -> Self:
        """Return the message with other content and keyboard, edited `at` (s since 1970)."""
        return replace(self, content=content, markup=markup, edit_date=at)

    def reacted(self, who: int, emoji: tuple[str, ...]) -> Self:
        """Return the message with the reactions of `who` replaced."""
        return replace(self, reactions={**self.reactions, who: emoji})

    def as_json(self, *, sender: Object, chat: Object, replied: Object | None) -> Object:
        """Return the message as the API shows it."""
        shown: dict[str, Json] = {
            "message_id": self.message_id, "from": sender, "chat": chat, "date": self.date
        }  # fmt: skip
        if self.edit_date:
            shown["edit_date"] = self.edit_date
        if replied is not None:
            shown["reply_to_message"] = replied
        shown |= self.content
        if self.inline_markup is not None:
            shown["reply_markup"] = self.inline_markup
        return shown
