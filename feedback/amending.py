"""Letting a message show what was chosen in it, on platforms where messages can change."""

from dataclasses import dataclass, replace

from feedback.desk import Desk
from feedback.intake import Heard
from feedback.plan import Plan, worded
from feedback.prompting import doubt_words, text_of, thanks
from feedback.prompts import Prompt, Shape
from feedback.records import OutboxItem, Session
from feedback.thanking import THANKS
from feedback.trial_words import marked

_AT_ONCE = 0
"""Whoever has tapped looks at that message now."""


def sign(desk: Desk, item: Heard, *, since: int) -> None:
    """Let the answers kept `since` remember the customer's own message, so that an edit of it finds them."""
    if item.reply.message is None:
        return
    answers = desk.changes.answers
    answers[since:] = [replace(answer, message=item.reply.message) for answer in answers[since:]]


def show_choice(desk: Desk, item: Heard, session: Session, plan: Plan) -> None:
    """Let the message that was tapped, or the form opened from, show what is in force now."""
    reply = item.reply
    if reply.on is None or reply.prompt is None:
        return
    if item.question is not None and session.prompted.get(reply.prompt) != item.question:
        return  # of a form, the message that it was opened from shows the answer to its own question alone
    shown = _doubt_in(reply.prompt, session, plan) or _question_in(reply.prompt, session, plan)
    if shown is None or not shown.chosen:
        return
    desk.post(
        OutboxItem(
            id=f"{reply.prompt}~{shown.by}",
            customer=session.customer,
            session=session.id,
            channel=item.channel,
            address=item.address,
            prompt=marked(shown.prompt, session),
            priority=_AT_ONCE,
            due_at=desk.now,
            created_at=desk.now,
            amends=reply.on,
            chosen=shown.chosen,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A message as it was, what is chosen in it now, and by what: an answer's id, or what was decided."""

    prompt: Prompt
    chosen: tuple[str, ...]
    by: str


def _question_in(prompt: str, session: Session, plan: Plan) -> _Shown | None:
    """Return the message that put a question, if `prompt` did and it is answered."""
    question = session.prompted.get(prompt)
    given = session.given.get(question or "")
    asked = plan.survey.question(question) if question else None
    if asked is None or given is None or given.skipped:
        return None
    known = worded(asked, plan, language=session.language)
    return _Shown(
        prompt=Prompt(
            id=prompt, session=session.id, question=asked.id, purpose="ask",
            text=_with_hint(text_of(prompt, known.ask, session, plan), known.shape, session.language),
            language=session.language, shape=known.shape,
        ),
        chosen=given.choices or (() if given.value is None else (f"{given.value:g}",)),
        by=given.answer,
    )  # fmt: skip


def _with_hint(text: str, shape: Shape, language: str) -> str:
    """Return what a message says once something in it was tapped: that a slip is put right by another tap."""
    return f"{text}\n{THANKS.say('tap_again', language)}" if shape.choices and not shape.many else text


def _doubt_in(prompt: str, session: Session, plan: Plan) -> _Shown | None:
    """Return the message that asked which should count, if `prompt` did and they have said."""
    doubt = session.doubt
    asked = plan.survey.question(doubt.question) if doubt else None
    if doubt is None or asked is None or doubt.prompt != prompt or doubt.outcome is None:
        return None
    words, buttons = doubt_words(doubt.given, asked, plan, language=session.language)
    lead = thanks(plan, session.given, language=session.language)
    return _Shown(
        prompt=Prompt(
            id=prompt, session=session.id, question=asked.id, purpose="doubt",
            text=f"{lead}\n\n{words}", language=session.language, shape=buttons,
        ),
        chosen=("keep" if doubt.outcome == "kept" else "change",),
        by=f"{doubt.outcome}{session.prompts}",  # they may change their mind, and back
    )  # fmt: skip
