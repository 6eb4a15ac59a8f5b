"""A link to the web map to pass on."""

from datetime import timedelta

from bot.asking.desk import Question, understand
from bot.asking.map_answers import draw, publishable
from bot.asking.phrases import ASKING, understood
from bot.asking.refusing import refused_with
from bot.command import Answer, Call
from bot.counter import Counter
from bot.reporting import Option, Query
from config import formats
from feedback.quiet import zone_of
from feedback.spoken import as_command

_USUAL, _MOST = 7, 90
_DAYS = Option(name="days", metavar="N", help="How many days the link is good for.")


async def answer_share(call: Call, counter: Counter) -> Answer:
    """Answer `/share [filters] [days N]`."""
    question = understand(call, counter, options=(_DAYS,))
    if isinstance(question, Answer):
        return question
    days = question.asked.query.own.get("days", str(_USUAL))
    if not days.isdecimal() or not 0 < int(days[:4]) <= _MOST:
        example = as_command(f"share days {_USUAL}", call.actor.channel)
        return refused_with(ASKING.say("link_days", question.language, most=_MOST, example=example))
    near = publishable(question)  # whatever they may see themselves: a link shows what is published
    if isinstance(near, Answer):
        return near
    drawn = await draw(near.question)
    if isinstance(drawn, Answer):
        return drawn
    notes = (*filter(None, [near.note]), *drawn.notes)
    return _shared(drawn.question, timedelta(days=int(days)), notes)


def _shared(question: Question, length: timedelta, notes: tuple[str, ...]) -> Answer:
    counter, actor, asked = question.counter, question.call.actor, question.asked.query
    until = counter.now() + length
    query = Query(
        language=question.language, persona=asked.persona, segment=asked.segment, medium=asked.medium,
        stage=asked.stage, since=asked.since, until=asked.until,
    )  # fmt: skip
    link = counter.link(query, actor, until)
    if link is None:
        return refused_with(ASKING.say("no_address", question.language))
    zone, _ = zone_of(actor.timezone, question.journey.timezone)
    day = formats.moment(until.astimezone(zone), question.language)
    text = "\n".join([
        ASKING.say("link", question.language, link=link),
        understood(question.asked, question.names, question.language),
        *notes,
        ASKING.say("link_until", question.language, day=day),
    ])  # fmt: skip
    return Answer(text=text, is_private=True, seen=(*question.asked.about(), f"until={until:%Y-%m-%d}"))
