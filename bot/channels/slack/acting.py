"""What a tap or a form that comes back means. Pure."""

from dataclasses import replace

from bot.channel import Commanded, Filled, Meaning, Nothing, Said
from bot.channels.slack import marks
from bot.channels.slack.addresses import MessageRef, read_address, read_reference
from bot.channels.slack.elements import SECTION_TEXT
from bot.channels.slack.forms import WORDS
from bot.channels.slack.payload import Fields, part, parts, text
from bot.channels.slack.placing import user_of
from bot.channels.slack.pointing import FOLLOW_UP, room_in
from bot.channels.slack.seals import read_seal
from bot.channels.slack.submitting import replies
from bot.orders import read_order
from feedback.prompts import Reply


def read_action(payload: Fields) -> Meaning | None:
    """Return what was tapped; None where nothing is said to have been."""
    actions = parts(payload, "actions")
    if not actions:
        return None
    action = actions[0]
    kind, prompt = marks.kind_of(text(action, "action_id")), marks.prompt_of(text(action, "block_id"))
    if kind == marks.ORDER:
        return read_order(f"/{marks.rest_of(text(action, 'action_id'))}") or Nothing()
    if prompt is None:
        return Nothing()
    on = _message(payload)
    match kind:
        case marks.CHOICE if value := _value(action):
            return Said(reply=Reply(prompt=prompt, choices=(value,), on=on))
        case marks.DONE:
            return Said(reply=Reply(prompt=prompt, choices=_ticked(payload, prompt), on=on))
        case marks.SKIP:
            return Said(reply=Reply(prompt=prompt, skip=True, on=on))
        case marks.NAMELESS:
            return Said(reply=Reply(prompt=prompt, nameless=True, on=on))
        case marks.NAMED:
            return Said(reply=Reply(prompt=prompt, named=True, on=on))
        case _:
            # A box ticked counts once all is done; a form is answered when it comes back.
            return Nothing()


def asked_form(payload: Fields) -> str | None:
    """Return the session whose form somebody wants to fill in, if that is what they tapped."""
    if text(payload, "type") != "block_actions":
        return None
    wanted = (
        each for each in parts(payload, "actions") if marks.kind_of(text(each, "action_id")) == marks.FORM
    )
    return next((text(each, "value") for each in wanted), "") or None


def asked_to_write(payload: Fields) -> str | None:
    """Return the language of the field that somebody wants to write in, if that is what they tapped."""
    if text(payload, "type") != "block_actions":
        return None
    tapped = (text(each, "action_id") for each in parts(payload, "actions"))
    return next((marks.rest_of(each) for each in tapped if marks.kind_of(each) == marks.WRITE), "") or None


def asked_from(payload: Fields) -> tuple[str, str]:
    """Return the prompt and the message from which somebody asks for a form: both come back with it."""
    blocks = (text(each, "block_id") for each in parts(payload, "actions"))
    prompt = next(filter(None, map(marks.prompt_of, blocks)), "")
    return prompt, _message(payload) or ""


def asking_words(payload: Fields) -> str:
    """Return the first line of the message that was tapped (mrkdwn); empty where Slack does not tell it.

    What one person of a channel was shown does not come back with a tap.
    """
    return text(part(payload, "message"), "text").partition("\n")[0][:SECTION_TEXT]


def read_submission(payload: Fields, *, secret: bytes) -> Meaning | None:
    """Return what was filled in; None where the form is none of ours, or somebody else's."""
    view = part(payload, "view")
    if text(view, "callback_id") == marks.POINT_VIEW:
        return _pointed(view, secret=secret)
    if text(view, "callback_id") not in {marks.ANSWER_VIEW, marks.WORDS_VIEW}:
        return Nothing()
    sealed = read_seal(text(view, "private_metadata"), secret=secret)
    place = read_address(sealed.address) if sealed else None
    if sealed is None or place is None or place.user != user_of(payload):
        return None
    if text(view, "callback_id") == marks.WORDS_VIEW:
        return _written(view, prompt=sealed.prompt)
    prompt, on = sealed.prompt or None, sealed.on or None
    told = {question: replace(reply, prompt=prompt, on=on) for question, reply in replies(view).items()}
    return Filled(session=sealed.session, replies=told)


def _written(view: Fields, *, prompt: str) -> Meaning:
    """Return the words that somebody gave a message which wants them."""
    words = text(part(view, "state", "values", WORDS, WORDS), "value").strip()
    return Said(reply=Reply(prompt=prompt, text=words)) if words and prompt else Nothing()


def _pointed(view: Fields, *, secret: bytes) -> Meaning | None:
    """Return the command that pointing at a message is short for; whether somebody may is seen to there.

    It is given in the channel of that message: in a team's room its agents may.
    """
    sealed = read_seal(text(view, "private_metadata"), secret=secret)
    who = read_address(sealed.address) if sealed else None
    field = part(view, "state", "values", marks.TOUCHPOINT, marks.TOUCHPOINT)
    touchpoint = text(part(field, "selected_option"), "value")
    if sealed is None or who is None or not touchpoint:
        return None
    written = text(part(view, "state", "values", marks.NOTE, marks.NOTE), "value").strip()
    on = read_reference(sealed.session)
    return Commanded(
        name=FOLLOW_UP,
        words=f'"{touchpoint}" {written}'.strip(),
        room=room_in(who.team, on.channel) if on is not None else None,
        about=sealed.address,
    )


def _message(payload: Fields) -> str | None:
    """Return the message that was tapped, so that it can show what was chosen."""
    container = part(payload, "container")
    channel, ts = text(container, "channel_id"), text(container, "message_ts")
    only = container.get("is_ephemeral") is True
    return str(MessageRef(channel=channel, ts=ts, only=only)) if channel and ts else None


def _value(action: Fields) -> str:
    return text(action, "value") or text(part(action, "selected_option"), "value")


def _ticked(payload: Fields, prompt: str) -> tuple[str, ...]:
    """Return everything that is ticked in the message, over all its lists."""
    values = part(payload, "state", "values")
    mine = (part(values, block) for block in values if marks.prompt_of(block) == prompt)
    fields = (
        part(block, action) for block in mine for action in block if marks.kind_of(action) == marks.PICK
    )
    return tuple(text(option, "value") for field in fields for option in parts(field, "selected_options"))
