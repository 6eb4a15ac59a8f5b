"""Letting a message show what was chosen in it, on platforms where messages can change."""

from dataclasses import replace

from feedback.desk import Desk
from feedback.intake import Heard
from feedback.plan import Plan, worded
from feedback.prompting import text_of
from feedback.prompts import Prompt
from feedback.records import OutboxItem, Session

_AT_ONCE = 0
"""Whoever has tapped looks at that message now."""


def sign(desk: Desk, item: Heard, *, since: int) -> None:
    """Let the answers kept `since` remember the customer's own message, so that an edit of it finds them."""
    if item.reply.message is None:
        return
    answers = desk.changes.answers
    answers[since:] = [replace(answer, message=item.reply.message) for answer in answers[since:]]


def show_choice(desk: Desk, item: Heard, session: Session, plan: Plan) -> None:
    """Let the message that was tapped show what is in force now."""
    reply, question = item.reply, session.prompted.get(item.reply.prompt or "")
    given = session.given.get(question or "")
    if reply.on is None or reply.prompt is None or question is None or given is None or given.skipped:
        return
    chosen = given.choices or (() if given.value is None else (f"{given.value:g}",))
    asked = plan.survey.question(question)
    if not chosen or asked is None:
        return
    known = worded(asked, plan, language=session.language)
    prompt = Prompt(
        id=reply.prompt,
        session=session.id,
        question=question,
        purpose="ask",
        text=text_of(reply.prompt, known.ask, session, plan),
        language=session.language,
        shape=known.shape,
        skip=known.skip,
    )
    desk.post(
        OutboxItem(
            id=f"{reply.prompt}~{given.answer}",
            customer=session.customer,
            session=session.id,
            channel=item.channel,
            address=item.address,
            prompt=prompt,
            priority=_AT_ONCE,
            due_at=desk.now,
            created_at=desk.now,
            amends=reply.on,
            chosen=chosen,
        )
    )
