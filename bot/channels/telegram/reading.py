"""From a raw update to what it means. Pure: the database decides what is still open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.channel import Commanded, Left, Meaning, Migrated, Nothing, Returned, Said, Told
from bot.channels.telegram.attachments import attachments
from bot.channels.telegram.callback import (
    Chosen,
    Done,
    Given,
    Named,
    Nameless,
    Signer,
    Skipped,
    Ticked,
    numbered,
)
from bot.channels.telegram.mentioning import is_for_another, named_in
from bot.channels.telegram.raw import Raw, number, part, parts, text
from bot.channels.telegram.updates import message_ref, room_of, sender
from bot.channels.telegram.words import asks_to_skip, read_command, read_words
from feedback.prompts import Reply

_GONE = frozenset({"kicked", "left"})
_HERE = frozenset({"creator", "administrator", "member", "restricted"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads updates; `username` is the bot's own, for telling its commands from other bots' in a group."""

    signer: Signer
    username: str | None = None

    def read(self, update: Raw) -> Meaning | None:
        """Return what an update means; None where it is not as Telegram writes it."""
        if number(update, "update_id") is None:
            return None
        for kind, read in _READERS.items():
            if kind in update:
                return read(self, part(update, kind))
        return Nothing()

    def message(self, message: Raw) -> Meaning | None:
        """Return what a new message means."""
        return self._said(message, edited=False)

    def edited(self, message: Raw) -> Meaning | None:
        """Return what a message means that was sent before and reads otherwise now."""
        return self._said(message, edited=True)

    def tap(self, query: Raw) -> Meaning | None:
        """Return what a tap on a button means; one that we never made, or made for another, means nothing."""
        user = number(part(query, "from"), "id")
        if text(query, "id") is None or user is None:
            return None
        press = self.signer.read(text(query, "data") or "")
        message = part(query, "message")
        if is_for_another(message, user):
            return Nothing()  # they have been told so at once, and nobody else
        if press is None or (isinstance(press, Ticked) and shows_buttons(message)):
            return Nothing()
        on = message_ref(message)
        if isinstance(press, Given):
            # Too long for its button: which command it is, the message itself says.
            return Commanded(name="", words=numbered(press.choice), prompt=press.prompt, on=on)
        return Said(reply=_reply(press, on=on))

    def reaction(self, reaction: Raw) -> Meaning | None:
        """Return what a reaction means: the emoji that was added; taking one back says nothing."""
        on = message_ref(reaction)
        if on is None:
            return None
        before = _emoji(reaction, "old_reaction")
        added = [emoji for emoji in _emoji(reaction, "new_reaction") if emoji not in before]
        if not added or number(part(reaction, "user"), "id") is None:
            return Nothing()
        return Said(reply=Reply(text="".join(added), on=on))

    def membership(self, change: Raw) -> Meaning | None:
        """Return what became of our place in a chat: in a private one we are blocked, or no longer."""
        status = text(part(change, "new_chat_member"), "status")
        if status is None or number(part(change, "chat"), "id") is None:
            return None
        if status in _GONE:
            return Left()
        return Returned() if status in _HERE else Nothing()

    def _said(self, message: Raw, *, edited: bool) -> Meaning | None:
        chat = text(part(message, "chat"), "type")
        if message_ref(message) is None or chat is None or _is_garbled(message):
            return None
        if chat == "channel" or sender({"message": message}).get("is_bot") is True:
            return Nothing()
        words = _words(message)
        if chat == "private":
            return self._to_us(message, words, edited=edited)
        return _migrated(message) or self._in_group(message, words, edited=edited)

    def _in_group(self, message: Raw, words: str | None, *, edited: bool) -> Meaning:
        """Read commands, and what somebody replies to a message that names them; the rest is not for us."""
        command = read_command(words, username=self.username, is_private=False) if words else None
        if isinstance(command, Commanded):
            return _replying(replace(command, room=room_of(message)), message)
        if isinstance(command, Told):
            return replace(command, room=room_of(message))
        if command is None or (words and asks_to_skip(words)):
            return self._replied(message, words, edited=edited)
        return command

    def _replied(self, message: Raw, words: str | None, *, edited: bool) -> Meaning:
        """Read a reply to one of ours: to one that names nobody, it may give the words which that wants."""
        asked = part(message, "reply_to_message")
        who = part(asked, "from")
        if who.get("is_bot") is not True or self.username not in {None, text(who, "username")}:
            return Nothing()
        named = named_in(asked)
        if named is not None:
            is_theirs = named == number(part(message, "from"), "id")
            return self._answer(message, words, edited=edited) if is_theirs else Nothing()
        said = self._answer(message, words, edited=edited)
        return (
            replace(said, reply=replace(said.reply, room=room_of(message)))
            if isinstance(said, Said)
            else said
        )

    def _to_us(self, message: Raw, words: str | None, *, edited: bool) -> Meaning:
        wish = read_words(words, username=self.username) if words and not attachments(message) else None
        is_skip = words is not None and asks_to_skip(words)
        return wish if wish is not None and not is_skip else self._answer(message, words, edited=edited)

    def _answer(self, message: Raw, words: str | None, *, edited: bool) -> Meaning:
        reply = Reply(
            text=words,
            skip=words is not None and asks_to_skip(words),
            on=message_ref(part(message, "reply_to_message")),
            message=_own_ref(message),
            edited=edited,
            attachments=attachments(message),
            album=text(message, "media_group_id") is not None,
        )
        return Nothing() if words is None and not reply.attachments else Said(reply=reply)


_READERS: Mapping[str, Callable[[Reader, Raw], Meaning | None]] = {
    "message": Reader.message,
    "edited_message": Reader.edited,
    "callback_query": Reader.tap,
    "my_chat_member": Reader.membership,
    "message_reaction": Reader.reaction,
}


def shows_buttons(message: Raw) -> bool:
    """Say whether a message still comes with its buttons; an old one no longer does."""
    return bool(part(message, "reply_markup"))


def _reply(press: Chosen | Ticked | Done | Skipped | Nameless | Named, *, on: str | None) -> Reply:
    match press:
        case Skipped(prompt=prompt):
            return Reply(prompt=prompt, skip=True, on=on)
        case Nameless(prompt=prompt):
            return Reply(prompt=prompt, nameless=True, on=on)
        case Named(prompt=prompt):
            return Reply(prompt=prompt, named=True, on=on)
        case Chosen(prompt=prompt, value=value):
            return Reply(prompt=prompt, choices=(value,), on=on)
        case Ticked(prompt=prompt, choice=choice):
            # Its message is too old to show ticks in, so this one choice is all that can be meant.
            return Reply(prompt=prompt, choices=(numbered(choice),), on=on)
        case Done(prompt=prompt, ticks=ticks):
            choices = tuple(numbered(place) for place in range(ticks.bit_length()) if ticks >> place & 1)
            return Reply(prompt=prompt, choices=choices, on=on)


def _replying(command: Commanded, message: Raw) -> Commanded:
    """Return a command with the message that it replies to, and who wrote that, if somebody else did."""
    asked = part(message, "reply_to_message")
    if not asked:
        return command
    who, chat = part(asked, "from"), room_of(asked)
    is_person = who.get("is_bot") is not True and number(who, "id") is not None
    return replace(
        command, on=message_ref(asked), about=f"{chat}/{number(who, 'id')}" if is_person and chat else None
    )


def _own_ref(message: Raw) -> str | None:
    """Return our reference to a customer's message; the parts of an album have one together."""
    album = text(message, "media_group_id")
    return message_ref(message) if album is None else f"{room_of(message)}:album-{album}"


def _migrated(message: Raw) -> Migrated | None:
    """Return that a group is a supergroup from now on: said in both, in each of the other."""
    here = number(part(message, "chat"), "id")
    to, before = number(message, "migrate_to_chat_id"), number(message, "migrate_from_chat_id")
    if to is not None:
        return Migrated(room=str(here), to=str(to))
    return Migrated(room=str(before), to=str(here)) if before is not None else None


def _words(message: Raw) -> str | None:
    """Return what was written, above or below a picture too; a sticker says its emoji."""
    return text(message, "text") or text(message, "caption") or text(part(message, "sticker"), "emoji")


def _is_garbled(message: Raw) -> bool:
    """Say whether a message lacks its sender in a private chat, or has a text that is none."""
    is_private = text(part(message, "chat"), "type") == "private"
    unsigned = is_private and number(part(message, "from"), "id") is None
    return unsigned or ("text" in message and text(message, "text") is None)


def _emoji(reaction: Raw, name: str) -> list[str]:
    return [emoji for each in parts(reaction, name) if (emoji := text(each, "emoji")) is not None]
