"""What became of cases, in one line for the map."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from mapping.cases import CaseMeasure, ShownCases
from mapping.words import Words

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCases:
    """What may be shown of all cases of a map, and of those of each stage that has had one, by its id.

    `whole` is None where the map is of a part of the journey.
    """

    whole: ShownCases | None = None
    stages: Mapping[str, ShownCases] = field(default_factory=dict)


def case_line(shown: ShownCases, words: Words) -> str:
    """Say what became of cases; of few, that they are held back."""
    if CaseMeasure.CASES in shown.hidden:
        return words.hidden
    return " · ".join(_told(shown, words))


def stage_line(cases: MapCases | None, stage: str, words: Words) -> str:
    """Say what became of the cases of a stage; nothing where it has had none."""
    shown = cases.stages.get(stage) if cases else None
    return case_line(shown, words) if shown else ""


def total_line(cases: MapCases | None, words: Words) -> str:
    """Say what became of all cases; nothing where there is none."""
    return f"{words.cases}: {case_line(cases.whole, words)}." if cases and cases.whole else ""


def _told(shown: ShownCases, words: Words) -> Iterator[str]:
    yield words.cases_opened.format(n=words.count(shown.opened or 0))
    if shown.open:
        yield words.cases_open.format(n=words.count(shown.open))
    if shown.rescued is not None and shown.said is not None:
        share, low, high = (
            words.percent(each) for each in (shown.rescued.value, shown.rescued.low, shown.rescued.high)
        )
        yield f"{words.cases_won.format(share=share, n=words.count(shown.said))} ({low} … {high})"
    for text, took in ((words.cases_reply, shown.first_reply), (words.cases_resolved, shown.resolve)):
        if took is not None:
            yield text.format(hours=words.plain(took.middle / _HOUR))
    if shown.before is not None and shown.after is not None:
        before, after = (words.signed(each.score.value) for each in (shown.before, shown.after))
        yield words.cases_felt.format(before=before, after=after)
