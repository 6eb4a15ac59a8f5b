"""Forms made of surveys: what a customer has still to answer, as far as no answer decides how it goes on."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.form import Form, FormQuestion
from config.journey import Question
from feedback.conversing import plan_of
from feedback.desk import House
from feedback.plan import Plan, worded
from feedback.records import Session
from feedback.session import may_change
from feedback.walk import straight_ahead
from feedback.work import Snapshot, Wanted


class Loads(Protocol):
    """What is needed of the store."""

    def load(self, wanted: Wanted) -> Snapshot:
        """Return what is known of the keys wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formkeeper:
    """Makes the forms of one channel."""

    channel: str
    store: Loads
    house: House
    now: Callable[[], datetime]

    async def form(self, session: str, *, address: str) -> Form | None:
        """Return the form; None where the session is over, unknown, or not put to who is at `address`."""
        wanted = Wanted(sessions=frozenset({session}))
        found = await asyncio.to_thread(self.store.load, wanted)
        talk = found.sessions.get(session)
        here = found.addresses.get((self.channel, address))
        if talk is None or here is None or here.customer != talk.customer:
            return None
        plan = plan_of(talk, found.customers[talk.customer], self.house)
        if plan is None or not may_change(talk, plan.survey, at=self.now()):
            return None
        return _form(talk, plan)


def _form(session: Session, plan: Plan) -> Form:
    ahead = straight_ahead(plan.survey, session.given, plan.facts)
    questions = tuple(_question(question, plan, session.language) for question in ahead)
    return Form(session=session.id, language=session.language, questions=questions)


def _question(question: Question, plan: Plan, language: str) -> FormQuestion:
    known = worded(question, plan, language=language)
    return FormQuestion(id=question.id, text=known.ask, shape=known.shape, is_optional=not question.required)
