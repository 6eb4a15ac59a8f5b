"""Who replied and what they said: figures and words of those who agreed, from cells that may be told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.asking.desk import Question, plain
from bot.asking.phrases import understood
from bot.briefing.words import BRIEFING, BriefingKey
from bot.filters import asked_stages, stage_titles
from bot.report_cells import cells
from bot.report_words import Voice
from bot.reporting import Grounds, Query
from config import formats
from config.journey import Journey
from feedback.prompts import Grid
from mapping.catalogue import words_for
from mapping.disclosure import Cell, Disclosed
from mapping.quote import telling
from mapping.words import Words
from mapping.wrapping import tidy

_HEADS: tuple[BriefingKey, ...] = (
    "head_stage", "head_shown", "head_replied", "head_share", "head_score", "head_customers",
)  # fmt: skip
_QUOTES = 2
_MOST_QUOTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """What may be told of the replies to a question."""

    text: str
    grid: Grid


def told(grounds: Grounds, query: Query, question: Question) -> Responses:
    """Return it; off the event loop, for it reads all answers asked about."""
    shown, language = cells(grounds, query), question.language
    titles, words = stage_titles(grounds.journey, language), words_for(language)
    about = grounds.about(query)
    head = BRIEFING.say("responses_title", language)
    asked = understood(question.asked, question.names, language, otherwise=about.period)
    lines = [f"**{head}**\n{plain(asked)}", _whole(shown.overall, words, due=about.due)]
    quotes = list(_quotes(grounds, query, shown, language))
    if quotes:
        lines.append("\n".join([f"**{BRIEFING.say('responses_words', language)}**", *quotes]))
    if shown.overall.is_hidden or any(cell.is_hidden for cell in shown.stages.values()):
        lines.append(BRIEFING.say("responses_hidden", language, k=grounds.min_customers))
    rows = tuple(
        (plain(titles[stage]), *_figures(shown.stages[stage], words))
        for stage in asked_stages(grounds.journey, query)
    )
    grid = Grid(
        title=head,
        head=tuple(BRIEFING.say(key, language) for key in _HEADS),
        rows=rows,
        right=frozenset(range(1, len(_HEADS))),
    )
    return Responses(text="\n\n".join(lines), grid=grid)


def _whole(cell: Cell, words: Words, *, due: date | None) -> str:
    if cell.customers == 0 and due is not None:
        return Voice(words.language, due).nobody()
    if not cell.customers:
        return BRIEFING.say("responses_none", words.language)
    shown, replied, share, score, voters = _figures(cell, words)
    return BRIEFING.say(
        "responses_whole",
        words.language,
        customers=words.count(cell.customers),
        shown=shown,
        replied=replied,
        share=share,
        score=score,
        n=voters,
    )


def _figures(cell: Cell, words: Words) -> tuple[str, str, str, str, str]:
    """Write what may be told of a cell; what may not is marked."""
    none = words.hidden_mark if cell.is_hidden else "–"
    share, score = none, none
    if cell.response is not None:
        ends = (words.percent(end) for end in (cell.response.low, cell.response.high))
        share = f"{words.percent(cell.response.value)} ({' … '.join(ends)})"
    if cell.score is not None and cell.low is not None and cell.high is not None:
        score = f"{words.signed(cell.score)} ({words.signed(cell.low)} … {words.signed(cell.high)})"
    counts = (none if count is None else words.count(count) for count in (cell.delivered, cell.responded))
    shown, replied = counts
    voters = none if cell.voters is None else words.count(cell.voters)
    return shown, replied, share, score, voters


def _quotes(grounds: Grounds, query: Query, shown: Disclosed, language: str) -> Iterator[str]:
    """Yield words of those who agreed; nobody is quoted from a place whose score is not told."""
    said, left = grounds.quotes(query), _MOST_QUOTES
    titles = stage_titles(grounds.journey, language)
    for stage, points in asked_stages(grounds.journey, query).items():
        score = shown.stages[stage].score
        open_points = {
            point for point in points if (cell := shown.touchpoints.get(point)) and cell.score is not None
        }
        here = [each for each in said if each.touchpoint in open_points and tidy(each.text)]
        if score is None or left <= 0:
            continue
        different = {each.text: each for each in reversed(here)}.values()
        for each in telling(different, score=score, language=language, count=min(_QUOTES, left)):
            left -= 1
            yield f"{formats.quoted(plain(each.text), language)} ({plain(titles[stage])})"


def place_of(journey: Journey, touchpoint: str | None, language: str) -> str:
    """Return what a touchpoint is called; its id where the journey has it no more."""
    found = journey.place(touchpoint) if touchpoint else None
    return journey.say(found[1].title, language) if found else touchpoint or "–"
