"""NPS, CSAT and CES of every question that asks for one, each with how it is counted."""

from collections.abc import Iterator, Mapping

from bot.report_words import Voice
from bot.reporting import Grounds, Query
from mapping.disclosing_counts import disclosed_counts
from mapping.methods.standard_scores import NoAnswers, StandardScore, ces, csat, nps
from mapping.report import HIDDEN, Bounded, Column, Points, Table, Value
from mapping.tapped import Asked, last_votes
from mapping.wrapping import tidy

_WIDE = 7
_STANDARD = (
    Column(key="question", title="head_question"),
    Column(key="name", title="head_score"),
    Column(key="points", title="head_points", kind="number"),
    Column(key="share", title="head_share", kind="share"),
    Column(key="n", title="head_n", kind="count"),
    Column(key="formula", title="head_counted_as"),
)


def standard_table(grounds: Grounds, query: Query, voice: Voice) -> Table:
    """Return a row for each score of each question."""
    tapped = grounds.tapped(query)
    wordings = {
        question.id: tidy(grounds.journey.say(question.ask, query.language))
        for survey in grounds.journey.surveys
        for question in survey.questions
    }
    rows: list[tuple[Value, ...]] = []
    for asked, counts in sorted(last_votes(tapped or ()).items(), key=lambda each: str(each[0])):
        wording = wordings.get(asked.question, asked.question)
        for name, score in _of(asked, counts):
            told = _told(score, k=grounds.min_customers)
            rows.append((wording, voice.say(name), *told, voice.say(score.formula)))
    return Table(
        key="standard",
        title=voice.say("scores_standard"),
        columns=voice.columns(_STANDARD),
        rows=tuple(rows),
        empty=voice.say("scores_no_standard"),
    )


def _of(asked: Asked, counts: Mapping[int, int]) -> Iterator[tuple[str, StandardScore]]:
    """Yield the scores of a question by its kind, each with the phrase for its name."""
    match asked.kind:
        case "nps":
            found = nps(counts)
            if not isinstance(found, NoAnswers):
                yield "scores_nps", found.score
        case "csat":
            share = csat(counts)
            if not isinstance(share, NoAnswers):
                yield "scores_csat", share
        case _:
            effort = ces(counts, scale=7 if asked.top == _WIDE else 5)
            if not isinstance(effort, NoAnswers):
                yield "scores_ces_mean", effort.mean
                yield "scores_ces_share", effort.agreement


def _told(score: StandardScore, *, k: int) -> tuple[Value, Value, Value]:
    """Return points, share and n: a score is one of the two."""
    is_share = score.formula in {"csat_top_2_of_5", "ces_agree_5_7", "ces_agree_4_5"}
    ends = (score.value, score.low, score.high)
    value = Points(*ends) if score.formula == "nps_0_10" else Bounded(*ends)
    if score.n < k:
        return (None, HIDDEN, HIDDEN) if is_share else (HIDDEN, None, HIDDEN)
    if not is_share:
        return value, None, score.n
    top = round(score.value * score.n)
    is_told = None not in disclosed_counts((top, score.n - top), k=k)
    return None, value if is_told else HIDDEN, score.n
