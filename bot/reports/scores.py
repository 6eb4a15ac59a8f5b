"""How each stage and touchpoint felt: score, emotions, mixedness, replies, standard scores, rank."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.filters import asked_stages, stage_titles, touchpoint_titles
from bot.report_cells import cells
from bot.report_words import INTERVAL, MEAN, REPLIES, Voice
from bot.reporting import Grounds, Query, ReportSpec
from bot.standard_table import standard_table
from feedback.case_words import CASES, EMOTIONS
from feedback.intake import Refused
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

_MOST_EMOTIONS = 3
_INDENT = "· "

_SCORES = (
    Column(key="place", title="head_place"),
    Column(key="score", title="head_score", kind="score"),
    Column(key="n", title="head_n", kind="count"),
    Column(key="mixedness", title="head_mixedness", kind="number"),
)
_REPLIES = (
    Column(key="place", title="head_place"),
    Column(key="replied", title="head_replied", kind="share"),
    Column(key="silent", title="head_no_reply", kind="share"),
    Column(key="asked", title="head_of_asked", kind="count"),
)
_EMOTIONS = (
    Column(key="place", title="head_place"),
    Column(key="emotion", title="head_emotion"),
    Column(key="share", title="head_share", kind="share"),
    Column(key="answers", title="head_n", kind="count"),
)
_RANKS = (
    Column(key="tier", title="head_tier", kind="count"),
    Column(key="touchpoint", title="head_touchpoint"),
    Column(key="shrunken", title="head_shrunken", kind="score"),
    Column(key="mean", title="head_mean", kind="score"),
    Column(key="n", title="head_n", kind="count"),
)
_FORMULAS = (
    MEAN,
    INTERVAL,
    Formula(
        what="emotions_what", formula="emotions_how", n="n_emotions", source="docs/scoring.md; Wilson 1927"
    ),
    Formula(
        what="mixedness_what",
        formula="mixedness_how",
        n="n_scored",
        source="the minimum index of mixed feelings (Schimmack 2001), over customers instead of within one; "
        "Wilson 1927",
    ),
    REPLIES,
    Formula(
        what="standard_what",
        formula="standard_how",
        n="n_question",
        source="Reichheld 2003; Dixon, Toman & DeLisi 2013; intervals: Dirichlet-multinomial, Wilson 1927",
    ),
    Formula(
        what="rank_what",
        formula="rank_how",
        n="n_scored_point",
        source="DerSimonian & Laird 1986; Rubin 1981",
    ),
)


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
    voice = Voice(about.language, about.due)
    ranking = _ranking(places, k=grounds.min_customers)
    titles = {place.id: place.title for place in places if not place.is_stage}
    findings = tuple(_findings(places, ranking, titles, voice, has_answers=len(grounds.scores(query)) > 0))
    return Report(
        name="scores",
        title=voice.say("scores_title"),
        about=about,
        findings=findings,
        tables=(
            _scores(places, voice, k=grounds.min_customers),
            _replied(places, voice),
            _emotions(places, voice, k=grounds.min_customers),
            standard_table(grounds, query, voice),
            _ranks(ranking, titles, voice),
        ),
        notes=(voice.say("scores_note"),),
        formulas=voice.formulas(
            _FORMULAS, happy=voice.words.signed(HAPPY), unhappy=voice.words.signed(-HAPPY)
        ),
        drawing=_drawing(grounds, places, voice, subtitle=made(about, voice.words)),
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


def _scores(places: Sequence[_Place], voice: Voice, *, k: int) -> Table:
    rows = tuple(
        (
            place.name,
            *_felt(place.cell),
            HIDDEN if place.cell.is_hidden else mixedness(place.votes, k=k),
        )
        for place in places
    )
    title, empty = voice.say("scores_by_stage"), voice.nobody()
    return Table(key="scores", title=title, columns=voice.columns(_SCORES), rows=rows, empty=empty)


def _replied(places: Sequence[_Place], voice: Voice) -> Table:
    rows = tuple((place.name, *_replies(place.cell)) for place in places)
    title, empty = voice.say("scores_replied"), voice.nobody()
    return Table(key="replies", title=title, columns=voice.columns(_REPLIES), rows=rows, empty=empty)


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


def _emotions(places: Sequence[_Place], voice: Voice, *, k: int) -> Table:
    rows: list[tuple[Value, ...]] = []
    for place in places:
        named = {name: count for name, count in (place.cell.emotions or {}).items() if count is not None}
        total = sum(named.values())
        most = sorted(named.items(), key=lambda each: (-each[1], each[0]))[:_MOST_EMOTIONS]
        rows += [
            (place.name, _emotion(name, voice), _share(count, total), total)
            for name, count in most
            if count >= k
        ]
    return Table(
        key="emotions",
        title=voice.say("scores_emotions"),
        columns=voice.columns(_EMOTIONS),
        rows=tuple(rows),
        empty=voice.say("scores_no_emotions"),
    )


def _emotion(name: str, voice: Voice) -> str:
    key = EMOTIONS.get(name)
    return name if key is None else CASES.say(key, voice.language)


def _share(count: int, of: int) -> Value:
    share = wilson(count, of=of)
    return None if share is None else Bounded(share.value, share.low, share.high)


def _ranking(places: Sequence[_Place], *, k: int) -> Ranking | None:
    """Rank the touchpoints whose scores are shown."""
    points = [place for place in places if not place.is_stage and place.cell.score is not None]
    votes = {place.id: place.votes for place in points if int((~np.isnan(place.votes)).sum()) >= k}
    found = rank_cells(votes)
    return found if isinstance(found, Ranking) else None


def _ranks(ranking: Ranking | None, titles: Mapping[str, str], voice: Voice) -> Table:
    cells = ranking.cells if ranking else ()
    rows = tuple(
        (each.tier, titles[each.id], Bounded(each.shrunken, each.low, each.high), each.mean, each.n)
        for each in cells
    )
    title, empty = voice.say("scores_tiers"), voice.say("scores_no_tiers")
    return Table(key="ranks", title=title, columns=voice.columns(_RANKS), rows=rows, empty=empty)


def _findings(
    places: Sequence[_Place],
    ranking: Ranking | None,
    titles: Mapping[str, str],
    voice: Voice,
    *,
    has_answers: bool,
) -> Iterator[str]:
    if not has_answers:
        yield voice.nobody()
        return
    if ranking is None or ranking.cells[-1].tier == 1:
        yield voice.say("scores_cannot_tell")
    else:
        last = ranking.cells[-1].tier
        first = [titles[each.id] for each in ranking.cells if each.tier == 1]
        worst = [titles[each.id] for each in ranking.cells if each.tier == last]
        yield voice.say("scores_best", best=", ".join(first), worst=", ".join(worst))
    told = [place for place in places if place.is_stage and place.cell.score is not None]
    if not told:
        yield voice.say("scores_no_stage")


def _drawing(grounds: Grounds, places: Sequence[_Place], voice: Voice, *, subtitle: str) -> Drawing | None:
    words = voice.words
    rows = []
    for place in places:
        share = place.cell.response
        if share is not None:
            said = voice.say(
                "share_of", share=words.percent(share.value), of=words.count(place.cell.delivered or 0)
            )
            rows.append(
                Bar(
                    name=place.name, said=said, value=share.value, low=share.low, high=share.high, rest=1.0,
                    note=""
                    if place.cell.score is None
                    else voice.say("scores_bar", score=words.signed(place.cell.score)),
                )
            )  # fmt: skip
    if not rows:
        return None
    method = voice.say("scores_method", when=voice.when(grounds.as_of))
    return bars(rows, title=voice.say("scores_replied"), subtitle=subtitle, method=method, top=1.0)


SPEC = ReportSpec(
    name="scores",
    summary="Tell how each stage and touchpoint felt: emotions, replies, standard scores and rank.",
    make=make,
)
