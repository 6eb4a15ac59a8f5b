"""How each stage and touchpoint felt: score, emotions, mixedness, replies, standard scores, rank."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.filters import asked_stages, stage_titles, touchpoint_titles
from bot.report_cells import cells
from bot.report_words import INTERVAL, MEAN, NOBODY_YET
from bot.reporting import Grounds, Query, ReportSpec
from bot.standard_table import standard_table
from feedback.intake import Refused
from mapping.catalogue import words_for
from mapping.charts.bars import Bar, bars
from mapping.columns import Floats
from mapping.disclosure import Cell
from mapping.interval import wilson
from mapping.layout import Drawing
from mapping.methods.ranking import Ranking, rank_cells
from mapping.mixedness import HAPPY, mixedness
from mapping.report import HIDDEN, Bounded, Column, Formula, Report, Table, Value
from mapping.spelling import made
from mapping.votes import Votes
from mapping.words import Words

_MOST_EMOTIONS = 3
_INDENT = "· "

_SCORES = (
    Column(key="place", title="Place"),
    Column(key="score", title="Score", kind="score"),
    Column(key="n", title="n", kind="count"),
    Column(key="mixedness", title="Mixedness (0–1)", kind="number"),
)
_REPLIES = (
    Column(key="place", title="Place"),
    Column(key="replied", title="Replied", kind="share"),
    Column(key="silent", title="No reply", kind="share"),
    Column(key="asked", title="of asked", kind="count"),
)
_EMOTIONS = (
    Column(key="place", title="Place"),
    Column(key="emotion", title="Emotion"),
    Column(key="share", title="Share", kind="share"),
    Column(key="answers", title="n", kind="count"),
)
_RANKS = (
    Column(key="tier", title="Tier", kind="count"),
    Column(key="touchpoint", title="Touchpoint"),
    Column(key="shrunken", title="Shrunken mean", kind="score"),
    Column(key="mean", title="Mean", kind="score"),
    Column(key="n", title="n", kind="count"),
)
_FORMULAS = (
    MEAN,
    INTERVAL,
    Formula(
        what="Emotions",
        formula="The emotions that the scorer named most, as shares of all it named at the place; those "
        "named in few answers are not told. Interval: Wilson's.",
        n="emotions named in answers",
        source="docs/scoring.md; Wilson 1927",
    ),
    Formula(
        what="Mixedness",
        formula=f"2 x the smaller of two shares: of customers whose own mean is {HAPPY:+} or more, and of "
        f"those at {-HAPPY:+} or less. 0: all of one side; 1: half against half. Interval: 2 x "
        "the smaller of the lower, and of the upper ends of both shares' Wilson intervals.",
        n="customers with a score",
        source="the minimum index of mixed feelings (Schimmack 2001), over customers instead of within one; "
        "Wilson 1927",
    ),
    Formula(
        what="Replied, no reply",
        formula="Sessions with an answer of those whose first question arrived, and the rest. "
        "Interval: Wilson's.",
        n="sessions delivered",
        source="Wilson 1927",
    ),
    Formula(
        what="NPS, CSAT, CES",
        formula="NPS: promoters (9, 10) less detractors (0 to 6), -100 to +100. CSAT: share of 4 and 5 of 5. "
        "CES: agreement that it was easy, as mean and as share above the middle. The last answer counts.",
        n="customers who answered that question, those in the middle too",
        source="Reichheld 2003; Dixon, Toman & DeLisi 2013; intervals: Dirichlet-multinomial, Wilson 1927",
    ),
    Formula(
        what="Rank",
        formula="Means drawn toward that of all touchpoints, the more the less is known of each; no two of "
        "one tier can be told apart.",
        n="customers with a score at the touchpoint",
        source="DerSimonian & Laird 1986; Rubin 1981",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A stage or a touchpoint with what may be shown of it, and its customers' votes."""

    id: str
    title: str
    cell: Cell
    votes: Floats
    is_stage: bool

    @property
    def name(self) -> str:
        """Its title, set in where it belongs to the stage above."""
        return self.title if self.is_stage else f"{_INDENT}{self.title}"


def make(grounds: Grounds, query: Query) -> Report | Refused:
    """Tell every score there is."""
    places, about = _places(grounds, query), grounds.about(query)
    words = words_for(about.language)
    ranking = _ranking(places, k=grounds.min_customers)
    titles = {place.id: place.title for place in places if not place.is_stage}
    findings = tuple(_findings(places, ranking, titles, has_answers=len(grounds.scores(query)) > 0))
    return Report(
        name="scores",
        title="Scores",
        about=about,
        findings=findings,
        tables=(
            _scores(places, k=grounds.min_customers),
            _replied(places),
            _emotions(places, k=grounds.min_customers),
            standard_table(grounds, query),
            _ranks(ranking, titles),
        ),
        notes=("The emotions, the standard scores and the ranks are told where there is enough to tell.",),
        formulas=_FORMULAS,
        drawing=_drawing(grounds, places, words, subtitle=made(about, words)),
        description="; ".join(findings),
    )


def _places(grounds: Grounds, query: Query) -> list[_Place]:
    """Return the stages asked about, each with its touchpoints behind it."""
    asked, shown = asked_stages(grounds.journey, query), cells(grounds, query)
    stages = stage_titles(grounds.journey, query.language)
    points = touchpoint_titles(grounds.journey, query, language=query.language)
    by_stage = {point: at for at, held in enumerate(asked.values()) for point in held}
    by_point = {point: at for at, point in enumerate(by_stage)}
    table = grounds.scores(query)
    at_stage = Votes.of(table, places=by_stage, cells=len(asked))
    at_point = Votes.of(table, places=by_point, cells=len(by_point))
    found: list[_Place] = []
    for number, (stage, held) in enumerate(asked.items()):
        votes = at_stage.of_cell(number)
        found.append(
            _Place(id=stage, title=stages[stage], cell=shown.stages[stage], votes=votes, is_stage=True)
        )
        found += [
            _Place(
                id=point,
                title=points[point],
                cell=shown.touchpoints[point],
                votes=at_point.of_cell(by_point[point]),
                is_stage=False,
            )
            for point in held
        ]
    return found


def _scores(places: Sequence[_Place], *, k: int) -> Table:
    rows = tuple(
        (
            place.name,
            *_felt(place.cell),
            HIDDEN if place.cell.is_hidden else mixedness(place.votes, k=k),
        )
        for place in places
    )
    return Table(key="scores", title="Stage by stage", columns=_SCORES, rows=rows, empty=NOBODY_YET)


def _replied(places: Sequence[_Place]) -> Table:
    rows = tuple((place.name, *_replies(place.cell)) for place in places)
    return Table(key="replies", title="Who replied", columns=_REPLIES, rows=rows, empty=NOBODY_YET)


def _felt(cell: Cell) -> tuple[Value, Value]:
    score = _score(cell)
    if score is not None:
        return score, cell.voters
    is_told = cell.voters == 0 or cell.reason == "no_answers"
    return (None, None) if is_told else (HIDDEN, HIDDEN)


def _score(cell: Cell) -> Bounded | None:
    if cell.score is None or cell.low is None or cell.high is None:
        return None
    return Bounded(cell.score, cell.low, cell.high)


def _replies(cell: Cell) -> tuple[Value, Value, Value]:
    share = cell.response
    if share is None:
        return (HIDDEN,) * 3 if cell.is_hidden or cell.delivered is None else (None,) * 3
    silent = Bounded(1 - share.value, 1 - share.high, 1 - share.low)
    return Bounded(share.value, share.low, share.high), silent, cell.delivered


def _emotions(places: Sequence[_Place], *, k: int) -> Table:
    rows: list[tuple[Value, ...]] = []
    for place in places:
        named = {name: count for name, count in (place.cell.emotions or {}).items() if count is not None}
        total = sum(named.values())
        most = sorted(named.items(), key=lambda each: (-each[1], each[0]))[:_MOST_EMOTIONS]
        rows += [(place.name, emotion, _share(count, total), total) for emotion, count in most if count >= k]
    empty = "No scorer has named emotions here, or in too few answers."
    return Table(key="emotions", title="Emotions", columns=_EMOTIONS, rows=tuple(rows), empty=empty)


def _share(count: int, of: int) -> Value:
    share = wilson(count, of=of)
    return None if share is None else Bounded(share.value, share.low, share.high)


def _ranking(places: Sequence[_Place], *, k: int) -> Ranking | None:
    """Rank the touchpoints whose scores are shown."""
    points = [place for place in places if not place.is_stage and place.cell.score is not None]
    votes = {place.id: place.votes for place in points if int((~np.isnan(place.votes)).sum()) >= k}
    found = rank_cells(votes)
    return found if isinstance(found, Ranking) else None


def _ranks(ranking: Ranking | None, titles: Mapping[str, str]) -> Table:
    cells = ranking.cells if ranking else ()
    rows = tuple(
        (each.tier, titles[each.id], Bounded(each.shrunken, each.low, each.high), each.mean, each.n)
        for each in cells
    )
    empty = "Fewer than three touchpoints have enough scores to be ranked."
    return Table(key="ranks", title="Touchpoints in tiers", columns=_RANKS, rows=rows, empty=empty)


def _findings(
    places: Sequence[_Place], ranking: Ranking | None, titles: Mapping[str, str], *, has_answers: bool
) -> Iterator[str]:
    if not has_answers:
        yield NOBODY_YET
        return
    if ranking is None or ranking.cells[-1].tier == 1:
        yield "Which touchpoints are better and which worse: can't tell yet."
    else:
        last = ranking.cells[-1].tier
        first = [titles[each.id] for each in ranking.cells if each.tier == 1]
        worst = [titles[each.id] for each in ranking.cells if each.tier == last]
        yield f"Best of all: {', '.join(first)}; lowest: {', '.join(worst)}."
    told = [place for place in places if place.is_stage and place.cell.score is not None]
    if not told:
        yield "No stage has scores of enough customers to be told."


def _drawing(grounds: Grounds, places: Sequence[_Place], words: Words, *, subtitle: str) -> Drawing | None:
    rows = []
    for place in places:
        share = place.cell.response
        if share is not None:
            said = f"{words.percent(share.value)} of {words.count(place.cell.delivered or 0)}"
            rows.append(
                Bar(
                    name=place.name, said=said, value=share.value, low=share.low, high=share.high, rest=1.0,
                    note="" if place.cell.score is None else f"score {words.signed(place.cell.score)}",
                )
            )  # fmt: skip
    if not rows:
        return None
    method = (
        "Bars: share of sessions with an answer of those delivered, with about 95 %. "
        f"As of {grounds.as_of:%d %b %Y %H:%M %Z}."
    )
    return bars(rows, title="Who replied", subtitle=subtitle, method=method, top=1.0)


SPEC = ReportSpec(
    name="scores",
    summary="Tell how each stage and touchpoint felt: emotions, replies, standard scores and rank.",
    make=make,
)
