"""Files that somebody sends along with a message. Pure."""

from typing import Literal

from bot.channels.slack.payload import Fields, number, parts, text
from feedback.prompts import Attachment

Kind = Literal["photo", "voice", "file"]

_VOICE = frozenset({"slack_audio"})


def attachments_of(message: Fields) -> tuple[Attachment, ...]:
    """Return the files of a message; the id of a file is what Slack hands it out for."""
    return tuple(_attachment(each) for each in parts(message, "files") if text(each, "id"))


def _attachment(file: Fields) -> Attachment:
    mime, milliseconds = text(file, "mimetype") or None, number(file, "duration_ms")
    return Attachment(
        kind=_kind(mime or "", text(file, "subtype")),
        reference=text(file, "id"),
        mime=mime,
        size=number(file, "size"),
        seconds=None if milliseconds is None else milliseconds // 1000,
        name=text(file, "name") or None,
    )


def _kind(mime: str, subtype: str) -> Kind:
    if subtype in _VOICE or mime.startswith("audio/"):
        return "voice"
    return "photo" if mime.startswith("image/") else "file"
