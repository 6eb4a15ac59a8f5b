"""A form that comes back: cheap checks before it is taken, and the replies in it. Pure."""

from collections.abc import Iterator, Mapping

from bot.channels.slack import marks
from bot.channels.slack.forms import QUESTION, WORDS
from bot.channels.slack.payload import Fields, number, part, parts, text
from bot.channels.slack.words import slack_say
from feedback.prompts import Reply


def flaws(view: Fields, *, language: str) -> Mapping[str, str]:
    """Return what is wrong by the field it is wrong with; told from the form itself, nothing is looked up."""
    found = ((text(block, "block_id"), _flaw(view, block, language)) for block in parts(view, "blocks"))
    return {block: flaw for block, flaw in found if flaw and block.startswith(f"{QUESTION}:")}


def replies(view: Fields) -> Mapping[str, Reply]:
    """Return the replies by question, in the order of the form; what was left out is a wish to skip."""
    found: dict[str, Reply] = {}
    for block in parts(view, "blocks"):
        kind, question, is_words = _names(text(block, "block_id"))
        if kind != QUESTION:
            continue
        chosen, written = _given(view, block)
        known = found.get(question, Reply())
        if is_words and not written:
            continue
        found[question] = Reply(choices=chosen or known.choices, text=written or known.text)
    return {question: _or_skip(reply) for question, reply in found.items()}


def _or_skip(reply: Reply) -> Reply:
    return reply if reply.choices or reply.text else Reply(skip=True)


def _names(block: str) -> tuple[str, str, bool]:
    kind, _, rest = block.partition(":")
    question, _, last = rest.partition(":")
    return kind, question, last == WORDS


def _given(view: Fields, block: Fields) -> tuple[tuple[str, ...], str | None]:
    """Return what was chosen and what was written in one field."""
    action = text(part(block, "element"), "action_id")
    state = part(view, "state", "values", text(block, "block_id"), action)
    one = text(part(state, "selected_option"), "value")
    many = tuple(text(option, "value") for option in parts(state, "selected_options"))
    written = text(state, "value").strip() or None
    return (many or ((one,) if one else ())), written


def _flaw(view: Fields, block: Fields, language: str) -> str | None:
    element = part(block, "element")
    chosen, written = _given(view, block)
    if block.get("optional") is False and not chosen and not written:
        return slack_say("needed", language)
    return next(_limits(element, chosen, written or "", language), None)


def _limits(element: Fields, chosen: tuple[str, ...], written: str, language: str) -> Iterator[str]:
    longest, most = number(element, "max_length"), _most(element)
    if longest is not None and len(written) > longest:
        yield slack_say("too_long", language, most=longest)
    if most and len(chosen) > most:
        yield slack_say("too_many", language, most=most)


def _most(element: Fields) -> int | None:
    """Return how many may be ticked: boxes know no limit of their own, so ours is in their id."""
    action = text(element, "action_id")
    told = marks.rest_of(action) if marks.kind_of(action) == marks.PICK else ""
    return int(told) if told.isdecimal() else number(element, "max_selected_items")
