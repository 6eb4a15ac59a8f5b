"""From a prompt to what Telegram shows: text as HTML, all of it escaped; buttons, or a field to write in.

A prompt that was answered keeps its buttons, the chosen one marked: a second tap puts the answer right for as
long as the survey allows it, and later gets a kind word. Nothing has to be opened again, which would need the
question's words at the moment of the tap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bot.channels.telegram.callback import Signer
from bot.channels.telegram.keyboards import MARK, Rows, is_listed_in_text, keyboard
from bot.channels.telegram.mentioning import Mentioned
from bot.channels.telegram.phrases import phrase
from bot.channels.telegram.splitting import shorten, split
from feedback.anonymous_words import ANONYMOUS
from feedback.prompts import Choice, Picture, Prompt, Shape
from feedback.wording import say

MOST_TEXT = 4096
"""Bot API, sendMessage: signs after entities are parsed."""

MOST_PLACEHOLDER = 64
"""Bot API, ForceReply."""

_ROOM_BELOW = 1000
"""What is kept free for what stands under the question: ends, hints, and what was chosen."""

_MOST_NAMED = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message: `text` is HTML; `placeholder` opens a field to write in, and excludes buttons.

    Below a `picture`, the text is its caption.
    """

    text: str
    rows: Rows = ()
    placeholder: str | None = None
    picture: Picture | None = None


def render(prompt: Prompt, *, signer: Signer, to: Mentioned | None = None) -> Sequence[Outgoing]:
    """Return the messages of a prompt, all but the last being plain text; that one names whom it is `to`."""
    *before, last = _parts(prompt)
    below = "\n\n".join(_below(prompt, is_for_one=to is not None))
    rows = () if _opens_a_field(prompt, to) else keyboard(prompt, chosen=(), signer=signer)
    final = Outgoing(
        text=_joined(last, below, to=to), rows=rows, placeholder=None if rows else _placeholder(prompt, to)
    )
    return [*(Outgoing(text=escape(each, quote=False)) for each in before), final]


def amended(
    prompt: Prompt, *, chosen: Sequence[str], signer: Signer, to: Mentioned | None = None
) -> Outgoing | None:
    """Return what takes the place of a prompt's last message once it was answered.

    None where nothing can: Telegram edits no message that opened a field to write in. Where others look on,
    it says that there is an answer, and not which.
    """
    rows = keyboard(prompt, chosen=chosen if to is None else (), signer=signer)
    if not rows or _opens_a_field(prompt, to):
        return None
    picked = [choice for choice in prompt.shape.choices if choice.value in chosen]
    said = _picked(prompt.shape, picked) if to is None else say("noted", prompt.language)
    below = f"{MARK} <b>{escape(shorten(said, most=_MOST_NAMED), quote=False)}</b>" if picked else ""
    return Outgoing(text=_joined(_parts(prompt)[-1], below, to=to), rows=rows)


def _parts(prompt: Prompt) -> Sequence[str]:
    text = "\n\n".join(part for part in (prompt.text, _listed(prompt.shape)) if part)
    return split(text, most=MOST_TEXT - _ROOM_BELOW)


def _joined(text: str, below: str, *, to: Mentioned | None) -> str:
    written = escape(text, quote=False) if to is None else f"{to}\n{escape(text, quote=False)}"
    return f"{written}\n\n{below}" if below else written


def _below(prompt: Prompt, *, is_for_one: bool) -> Iterator[str]:
    shape = prompt.shape
    if ends := _ends(shape):
        yield f"<i>{escape(ends, quote=False)}</i>"
    if hints := " ".join(_hints(prompt, is_for_one=is_for_one)):
        yield f"<i>{escape(hints, quote=False)}</i>"


def _listed(shape: Shape) -> str:
    """Return the labels that are too long for buttons, by number."""
    if not is_listed_in_text(shape):
        return ""
    lines = (f"{number}. {choice.label}" for number, choice in enumerate(shape.choices, start=1))
    return "\n".join(lines)


def _ends(shape: Shape) -> str:
    # Faces speak for themselves; numbers do not say which end is which.
    if shape.look not in ("numbers", "stars") or not shape.choices:
        return ""
    first, last = shape.choices[0], shape.choices[-1]
    named = ((first, shape.low), (last, shape.high))
    return " · ".join(
        f"{choice.label} = {shorten(name, most=_MOST_NAMED)}" for choice, name in named if name is not None
    )


def _hints(prompt: Prompt, *, is_for_one: bool) -> Iterator[str]:
    """Yield how else it can be answered; where others are, only replies to a message reach us."""
    shape, language = prompt.shape, prompt.language
    if shape.most is not None:
        yield say("reply_at_most", language, most=shape.most)
    if is_for_one and shape.writable:
        yield phrase("reply_here", language)
        yield from _left_out(prompt) if not shape.choices else ()
    elif shape.choices and shape.writable:
        yield say("reply_own_words", language)
    elif shape.writable and (prompt.skip or prompt.nameless or prompt.named):
        # Such a button takes the place of the field to write in, and of the hint in that.
        yield say("reply_text", language)


def _left_out(prompt: Prompt) -> Iterator[str]:
    """Yield how to say in words what has no button beside a field to write in."""
    if prompt.skip is not None:
        yield say("reply_skip", prompt.language, word=prompt.skip)
    if prompt.nameless is not None:
        yield ANONYMOUS.say("reply", prompt.language, word=ANONYMOUS.say("word", prompt.language))
    if prompt.named is not None:
        yield ANONYMOUS.say("back_reply", prompt.language, word=ANONYMOUS.say("back_word", prompt.language))


def _opens_a_field(prompt: Prompt, to: Mentioned | None) -> bool:
    """Say whether a field to write in opens in a group, instead of buttons to leave a question for words out.

    With privacy on a bot hears nothing there but commands and replies to its messages, and a field is one.
    """
    return to is not None and not prompt.shape.choices and prompt.shape.writable


def _placeholder(prompt: Prompt, to: Mentioned | None) -> str | None:
    wants_words = prompt.shape.writable or (to is not None and prompt.wants is not None)
    if prompt.shape.choices or not wants_words:
        return None
    return say("reply_text", prompt.language)[:MOST_PLACEHOLDER]


def _picked(shape: Shape, picked: Sequence[Choice]) -> str:
    """Say what was chosen: options by their names, a face with what it means, points as they are read out."""
    match shape.look:
        case "list" | "text":
            return ", ".join(choice.label for choice in picked)
        case "faces":
            return ", ".join(f"{choice.label} {choice.spoken}" for choice in picked)
        case "stars" | "numbers":
            return ", ".join(choice.spoken for choice in picked)
