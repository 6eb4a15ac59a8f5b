"""What hurts at each stage, as the map shows it."""

from collections.abc import Mapping, Sequence

import numpy as np

from bot.charting import may_be_quoted
from config.journey import Journey
from feedback.common_themes import COMMON_THEMES
from feedback.scrub import scrub
from feedback.store.figures import Words
from feedback.store.mentions import Mentions
from feedback.store.store import Store
from feedback.theme_overlay import Overlay, overlay
from mapping.mention_table import EMERGING, MentionTable
from mapping.pains import Pain, pains
from mapping.parts import PainPoint
from mapping.period import Period
from mapping.rollup import Stages
from mapping.table import ScoreTable
from mapping.telling import MOST_QUOTES, stages_of

_SEED = 7


def themes_in_force(store: Store, journey: Journey) -> Overlay:
    """Return the journey's themes, or the common ones, as managers have left them."""
    return overlay(journey.themes or COMMON_THEMES, store.theme_edits(journey.id))


def mention_table(found: Mentions, themes: Overlay, journey: Journey) -> MentionTable:
    """Return mentions with merged themes as one, each no better than the whole answer it is from."""
    return MentionTable.of_columns(
        customer=found.customer,
        touchpoint=found.touchpoint,
        theme=[None if theme is None else themes.counted_as(theme) for theme in found.theme],
        at=found.at,
        # A complaint in plain words is no milder than what its customer tapped beside it.
        valence=np.fmin(found.valence, found.score),
        is_negative=found.is_negative,
        may_quote=[may_be_quoted(consent, journey.policy) for consent in found.consent],
        answer=found.answer,
        place=found.place,
    )


def pain_points(
    store: Store,
    journey: Journey,
    scores: ScoreTable,
    *,
    scorer: tuple[str, str],
    period: Period,
    among: frozenset[str] | None,
    language: str | None,
    least: int,
    part: Stages | None = None,
    words: Sequence[Words] = (),
) -> Mapping[str, Sequence[PainPoint]]:
    """Return the pain points by stage id, of the customers and the time the map is about.

    `part` are the stages and touchpoints to tell of, None for all; `words` are those they may be quoted from.
    """
    texts = {each.answer: each.text for each in words}
    themes = themes_in_force(store, journey)
    found = store.read_mentions(journey.id, scorer=scorer, since=period.begin, until=period.end)
    table = mention_table(found, themes, journey)
    table = table if among is None else table.of_customers(among)
    titles = {theme.id: journey.say(theme.title, language) for theme in themes.shown}
    told = pains(table, scores, stages=part or stages_of(journey), least=least, seed=_SEED).pains
    negative = table.negative()
    points: dict[str, list[PainPoint]] = {}
    for pain in told:
        if pain.theme != EMERGING:
            point = PainPoint(
                title=titles.get(pain.theme, pain.theme),
                customers=pain.customers,
                severity=pain.severity.value,
                theme=pain.theme,
                of=pain.of,
                impact=None if pain.impact is None else pain.impact.value,
                touchpoints=_touchpoints(negative, pain, least=least),
                quotes=_quotes(negative, pain, texts) if texts else (),
            )
            points.setdefault(pain.stage, []).append(point)
    return points


def _touchpoints(negative: MentionTable, pain: Pain, *, least: int) -> tuple[str, ...]:
    """Return the touchpoints at which at least so many customers named it, those of most customers first."""
    pairs = np.unique(np.stack([negative.touchpoint[pain.rows], negative.customer[pain.rows]]), axis=1)
    codes, customers = np.unique(pairs[0], return_counts=True)
    order = np.lexsort((codes, -customers))
    return tuple(negative.touchpoints[codes[at]] for at in order.tolist() if customers[at] >= least)


def _quotes(negative: MentionTable, pain: Pain, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return words that tell of it, one a customer: as deep as it usually is, and the latest of such."""
    allowed = pain.rows[negative.may_quote[pain.rows]]
    depth = np.maximum(0.0, -np.nan_to_num(negative.valence[allowed]))
    order = np.lexsort((-negative.at[allowed].astype(np.int64), np.abs(depth - pain.severity.value).round(1)))
    chosen: dict[int, str] = {}
    for row in allowed[order].tolist():
        if negative.answer[row] in texts:
            chosen.setdefault(int(negative.customer[row]), scrub(texts[negative.answer[row]]))
        if len(chosen) == MOST_QUOTES:
            break
    return tuple(dict.fromkeys(chosen.values()))
