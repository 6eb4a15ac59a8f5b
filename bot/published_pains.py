"""Pain points on shared maps: as they were when the figures of their stage were told, coarsely."""

from collections.abc import Mapping, Sequence

from bot.pain_points import pain_points, themes_in_force
from config.journey import Journey
from feedback.store.store import Store
from mapping.edition import Edition, KeptPain, kept_pain, told_anew
from mapping.parts import PainPoint
from mapping.period import Period
from mapping.table import ScoreTable
from mapping.telling import stages_of


def kept_pains(
    store: Store,
    journey: Journey,
    edition: Edition,
    before: Edition | None,
    table: ScoreTable,
    *,
    scorer: tuple[str, str],
) -> Mapping[str, Sequence[KeptPain]]:
    """Return the pain points to keep: anew where a stage was told anew, else those of the edition before."""
    anew = told_anew(edition, before, stages=stages_of(journey))
    pains = dict(before.pains) if before else {}
    for through in sorted({*anew.values()}):
        found = pain_points(
            store,
            journey,
            table.between(until=through),
            scorer=scorer,
            period=Period(until=through),
            among=None,
            language=None,
            least=edition.k,
        )
        for stage in (stage for stage, until in anew.items() if until == through):
            pains[stage] = [
                kept_pain(each.theme, customers=each.customers, severity=each.severity, k=edition.k)
                for each in found.get(stage, ())
                if each.theme is not None
            ]
    return pains


def published_pains(
    store: Store, journey: Journey, edition: Edition, *, language: str | None
) -> Mapping[str, Sequence[PainPoint]]:
    """Return the pain points that were published, by the titles that their themes have now."""
    titles = {theme.id: journey.say(theme.title, language) for theme in themes_in_force(store, journey).shown}
    return {
        stage: [
            PainPoint(
                title=titles[each.theme],
                customers=each.customers,
                severity=each.severity,
                theme=each.theme,
            )
            for each in pains
            if each.theme in titles
        ]
        for stage, pains in edition.pains.items()
    }
