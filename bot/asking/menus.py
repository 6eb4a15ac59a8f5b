"""What there is to tap below an answer: each button is a whole command that takes the answer's place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from bot.asking.asked import Asked
from bot.asking.desk import Question
from bot.asking.phrases import ASKING, AskingKey
from bot.command import Answer, Button
from config.weeks import WEEK, monday_of, sunday_of
from mapping.period import Period

A_PAGE = 8
"""How many names a list shows at once."""

Choosable = Literal["persona", "segment", "stage"]
_WHICH: dict[str, AskingKey] = {
    "persona": "which_persona",
    "segment": "which_segment",
    "stage": "which_stage",
}


def command_of(question: Question, asked: Asked, *, command: str | None = None) -> str:
    """Return the whole command that asks for this."""
    return f"/{command or question.call.command} {asked.words()}".strip()


def button(question: Question, key: AskingKey, asked: Asked) -> Button:
    """Return a button that asks for this in the answer's place."""
    return Button(label=ASKING.say(key, question.language), command=command_of(question, asked))


def refinements(question: Question, *, file: str) -> tuple[Button, ...]:
    """Return what narrows and widens an answer; `file` is what /export calls it."""
    return (*_periods(question), *_lists(question), *_besides(question, file=file))


def _periods(question: Question) -> Iterator[Button]:
    asked = question.asked
    if ".." in asked.query.own.get("with", ""):
        return  # two periods beside each other: another one would be a third
    today = question.today
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    last_of_quarter = (quarter + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    choices: tuple[tuple[AskingKey, Period], ...] = (
        ("four_weeks", Period(monday_of(today) - 3 * WEEK, sunday_of(today))),
        ("quarter", Period(quarter, last_of_quarter)),
        ("year", Period(today.replace(month=1, day=1), today.replace(month=12, day=31))),
        ("all_time", Period()),
    )
    for key, period in choices:
        if period != asked.period:
            yield button(question, key, asked.narrowed(since=period.since, until=period.until))


def _lists(question: Question) -> Iterator[Button]:
    asked, kinds = question.asked, {each.kind for each in question.names}
    if asked.query.own.get("with", "").partition(":")[0] in {"others", "persona", "segment"}:
        pass  # the groups are what is compared
    elif asked.query.persona:
        yield button(question, "all_personas", asked.narrowed(persona=None))
    elif "persona" in kinds and not asked.query.segment:
        yield button(question, "personas", replace(asked, choose="persona", page=1, explain=False))
    if asked.query.stage:
        yield button(question, "all_stages", asked.narrowed(stage=None))
    elif sum(each.kind == "stage" for each in question.names) > 1:
        yield button(question, "stages", replace(asked, choose="stage", page=1, explain=False))


def _besides(question: Question, *, file: str) -> Iterator[Button]:
    asked = question.asked
    yield button(question, "explain", replace(asked, explain=True))
    words = f"/export {file} {replace(asked, touchpoint=None, theme=None).words()}".strip()
    yield Button(label=ASKING.say("as_file", question.language), command=words, is_new=True)


def back(question: Question) -> Button:
    """Return the button that leads back to the answer itself."""
    return button(question, "back", replace(question.asked, choose=None, page=1, explain=False))


def listed(question: Question) -> Answer | None:
    """Return the list of names that was asked for; None where none was."""
    kind = question.asked.choose
    if kind is None or kind not in _WHICH:
        return None
    names = [each for each in question.names if each.kind == kind]
    here, moves = _page(question, len(names))
    found = [
        Button(label=each.title, command=command_of(question, question.asked.narrowed(**{kind: each.id})))
        for each in names[here : here + A_PAGE]
    ]
    text = ASKING.say(_WHICH[kind], question.language)
    return Answer(text=text, buttons=(*found, *moves, back(question)))


def _page(question: Question, count: int) -> tuple[int, Sequence[Button]]:
    """Return where the page begins that was asked for, and the buttons to those beside it."""
    last = max(1, -(-count // A_PAGE))
    page = max(1, min(question.asked.page, last))
    moves = []
    if page > 1:
        moves.append(button(question, "more_before", replace(question.asked, page=page - 1)))
    if page < last:
        moves.append(button(question, "more_after", replace(question.asked, page=page + 1)))
    return (page - 1) * A_PAGE, moves
