"""From a prompt to the message that Slack shows: blocks to tap, and text that says the same without them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.channels.slack import marks
from bot.channels.slack.addresses import Place
from bot.channels.slack.choosing import answer_elements, label_of
from bot.channels.slack.elements import SECTION_TEXT, Block, actions, button, context, section
from bot.channels.slack.mrkdwn import clip_escaped, escape, split_escaped
from bot.channels.slack.showing import next_steps
from bot.channels.slack.words import slack_say
from feedback.degrade import degrade
from feedback.prompts import Choice, Prompt
from feedback.records import OutboxItem
from feedback.showing import gives_commands
from feedback.spoken import as_command
from feedback.wording import say

_FALLBACK_TEXT = 3900
"""Slack advises to keep the text below 4000 characters, and cuts it at 40,000."""
_PIECES = 4
"""How many paragraphs of 3000 characters the words of one prompt may fill."""

_PRIVATE = frozenset({"notice", "thanks", "doubt"})
"""What only one person of a channel is told: it confirms or quotes what they gave unseen by others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What Slack is handed: `text` is read out, and shown where blocks are not."""

    text: str
    blocks: Sequence[Block]
    metadata: Block = field(default_factory=dict)


def is_private(item: OutboxItem, place: Place) -> bool:
    """Say whether only one person may see it, although others read along in that channel.

    An answer is for everybody only where the channel itself is its address, as a team's room is.
    """
    if not place.is_shared:
        return False
    if item.prompt.purpose == "answer":
        return bool(place.user) or item.prompt.audience is not None
    return bool(place.user) and item.prompt.purpose in _PRIVATE


def render(item: OutboxItem, place: Place, *, has_form: bool = False) -> Message:
    """Return the message for `item`; where it amends another, with what was chosen, still to be changed.

    Buttons stay for good: until when an answer may change is for the survey to say, and a tap that
    comes too late gets a kind answer.
    """
    prompt = item.prompt
    is_open = place.is_shared and bool(place.user) and not is_private(item, place)
    answer = _answer(prompt, item.chosen, is_open=is_open)
    said = (*_said(prompt, place, is_open=is_open), *_hints(prompt, place, is_open=is_open))
    elements = _elements(prompt, item.chosen if not is_open else (), has_form=has_form and not item.chosen)
    small = [*([context(answer)] if answer else []), *([_whose(prompt, place)] if is_open else [])]
    return Message(
        text=_fallback(prompt, place, answer, is_open=is_open),
        blocks=[*said, *elements, *small],
        metadata={"event_type": marks.EVENT_TYPE, "event_payload": {"prompt": prompt.id}},
    )


def _said(prompt: Prompt, place: Place, *, is_open: bool) -> Iterator[Block]:
    mention = f"<@{place.user}>\n" if is_open else ""
    pieces = split_escaped(prompt.text.strip(), SECTION_TEXT - len(mention), pieces=_PIECES) or [""]
    yield section(mention + pieces[0])
    yield from (section(piece) for piece in pieces[1:])


def _hints(prompt: Prompt, place: Place, *, is_open: bool) -> Iterator[Block]:
    shape, language = prompt.shape, prompt.language
    ends = [end for end in (shape.low, shape.high) if end]
    if shape.look in ("numbers", "stars", "faces") and shape.choices and ends:
        yield context(clip_escaped(_ends(prompt), SECTION_TEXT))
    if shape.many and shape.most is not None:
        yield context(escape(say("reply_at_most", language, most=shape.most)))
    if is_open and (shape.writable or shape.look == "text") and prompt.question:
        yield context(escape(slack_say("reply_in_thread", language)))
    elif shape.writable and shape.choices:
        yield context(escape(say("reply_own_words", language)))


def _ends(prompt: Prompt) -> str:
    shape = prompt.shape
    ends = ((shape.choices[0], shape.low), (shape.choices[-1], shape.high))
    return "  ·  ".join(f"{choice.label} = {end}" for choice, end in ends if end)


def _elements(prompt: Prompt, chosen: tuple[str, ...], *, has_form: bool) -> Iterator[Block]:
    if gives_commands(prompt):
        yield from next_steps(prompt)
        return
    rows = list(answer_elements(prompt, chosen))
    yield from rows
    more = []
    if prompt.shape.many and prompt.shape.choices:
        done = slack_say("done", prompt.language)
        more.append(button(done, action=marks.action_id(marks.DONE, 0), is_marked=True))
    if prompt.skip is not None and not chosen:
        more.append(button(prompt.skip, action=marks.action_id(marks.SKIP, 0)))
    if prompt.nameless is not None and not chosen:
        more.append(button(prompt.nameless, action=marks.action_id(marks.NAMELESS, 0)))
    if prompt.named is not None and not chosen:
        more.append(button(prompt.named, action=marks.action_id(marks.NAMED, 0)))
    if has_form:
        words = slack_say("form", prompt.language)
        more.append(button(words, action=marks.action_id(marks.FORM, 0), value=prompt.session))
    if more:
        yield actions(marks.block_id(prompt.id, len(rows)), more)


def _answer(prompt: Prompt, chosen: Sequence[str], *, is_open: bool) -> str:
    """Say what was chosen; where others read along, only that something was: taps are nobody else's."""
    picked = [choice for choice in prompt.shape.choices if choice.value in chosen]
    if not picked:
        return ""
    if is_open:
        return "✓ " + escape(say("noted", prompt.language))
    answer = ", ".join(_told(prompt, choice) for choice in picked)
    return "✓ " + clip_escaped(slack_say("your_answer", prompt.language, answer=answer), SECTION_TEXT - 2)


def _told(prompt: Prompt, choice: Choice) -> str:
    if prompt.shape.look == "list":
        return label_of(choice)
    return f"{choice.label} ({choice.spoken})" if prompt.shape.look == "faces" else choice.spoken


def _whose(prompt: Prompt, place: Place) -> Block:
    return context(slack_say("only_they", prompt.language, person=f"<@{place.user}>"))


def _fallback(prompt: Prompt, place: Place, answer: str, *, is_open: bool) -> str:
    mention = f"<@{place.user}> " if is_open else ""
    words = clip_escaped(degrade(_in_our_words(prompt)).strip(), _FALLBACK_TEXT - len(mention)) or "…"
    return (
        f"{mention}{words}"
        if not answer or len(words) > _FALLBACK_TEXT // 2
        else f"{mention}{words}\n{answer}"
    )


def _in_our_words(prompt: Prompt) -> Prompt:
    """Return a prompt whose choices that are commands are written as they are here."""
    choices = prompt.shape.choices
    if not any(choice.value.startswith("/") for choice in choices):
        return prompt
    written = tuple(replace(each, value=as_command(each.value.lstrip("/"), "slack")) for each in choices)
    return replace(prompt, shape=replace(prompt.shape, choices=written))
