"""What the page's script reads: the views as compact JSON that is safe inside a page."""

import json
from collections.abc import Mapping, Sequence

from config.emotion import Level
from mapping import emotion_band, frame, rows
from mapping.disclosure import LOW_N, Cell, Visibility
from mapping.journey_map import JourneyMap
from mapping.naming import kind_of
from mapping.palette import Ink, ink_of
from mapping.parts import MapStage, PainPoint
from mapping.rows import since_when
from mapping.svg import FONTS
from mapping.views import View, Views
from mapping.words import Words
from mapping.wrapping import tidy

MOST_QUOTES = 1_500
"""As many different words are told in one page; those of coarse and late views first."""

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

_REASONS = {Visibility.EMPTY: 0, Visibility.FEW: 1, Visibility.COMPLEMENT: 2}
_MOMENTS = ("peak", "lowest", "end")
_WORDS = [
    "stage",
    "touchpoints",
    "touchpoint",
    "emotion",
    "score",
    "quotes",
    "pain_points",
    "opportunities",
    "peak",
    "lowest",
    "end",
    "low_n",
    "hidden",
    "covering",
    "empty",
    "unscored",
    "from_",
    "responded",
    "go_on",
    "online",
    "offline",
    "previous_head",
    "no_pain",
    "severity",
    "severity_head",
    "more",
    "table",
    "range",
    "answers_head",
    "customers_head",
    "response_head",
    "scroll",
    "period_head",
    "medium",
    "owner",
    "status",
    "everybody",
    "personas",
    "segments",
    "years",
    "quarters",
    "months_head",
    "weeks",
    "all_media",
    "compare",
    "at_most",
    "dark",
    "close",
    "filters",
    "path",
    "reach",
    "impact",
    "by_touchpoint",
    "weeks_of_all",
    "pains_of",
    "hint",
    "no_quotes",
    "by_level",
    "levels_few",
    "decimal",
    "thousands",
]
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def payload(journey_map: JourneyMap, views: Views) -> str:
    """Return the JSON; no sign in it can end the element it stands in."""
    said = _Said()
    told = {
        "words": _words(journey_map.words),
        "frame": {**_frame(), "top": journey_map.drawing.top},
        "language": journey_map.about.language,
        "k": journey_map.about.min_customers,
        "opened": views.opened,
        "groups": list(views.groups.items()),
        "periods": [[period, title, kind_of(period)] for period, title in views.periods.items()],
        "media": list(views.media),
        "stages": [_stage(stage, views.media) for stage in journey_map.stages],
        "pains": [
            [_pain(pain, stage, said) for pain in stage.pain_points or ()] for stage in journey_map.stages
        ],
        "looked": any(stage.pain_points is not None for stage in journey_map.stages),
        "views": {
            f"{view.period}|{view.group}": _view(view, views.media, said, journey_map) for view in views.views
        },
        "quotes": said.quotes,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


class _Said:
    """Every quote once; views hold their places."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], int] = {}
        self.quotes: list[list[str]] = []

    def place(self, text: str, touchpoint: str) -> int | None:
        """Return where the words are kept; None where there is no room for more."""
        key = (tidy(text), touchpoint)
        if key not in self._places:
            if len(self._places) >= MOST_QUOTES:
                return None
            self._places[key] = len(self.quotes)
            self.quotes.append(list(key))
        return self._places[key]

    def places(self, said: Sequence[tuple[str, str]]) -> list[int]:
        """Return where several are kept."""
        return [place for text, point in said if (place := self.place(text, point)) is not None]


def _words(words: Words) -> dict[str, Json]:
    counted: dict[str, Json] = {
        "answers": words.answers.forms,
        "customers": words.customers.forms,
        "percent": words.percent(0).replace("0", "{n}"),
        "quoted": words.quoted("{text}"),
        # Which form a number takes; from 100 on, its last two digits tell in every language.
        "plural": "".join(str(words.answers.form_of(n)) for n in range(200)),
    }
    return {name: getattr(words, name) for name in _WORDS} | {"levels": words.levels} | counted


def _frame() -> dict[str, Json]:
    """Return the measures of the picture, so that the script draws it to the same."""
    return {
        "fonts": FONTS,
        "margin": frame.MARGIN,
        "head": frame.HEAD,
        "column": frame.COLUMN,
        "oneBand": frame.ONE_BAND,
        "fewest": frame.FEWEST_COLUMNS,
        "pillLeft": frame.PILL_LEFT,
        "pillWidth": frame.PILL_WIDTH,
        "textLeft": frame.TEXT_LEFT,
        "textWidth": frame.TEXT_WIDTH,
        "centre": frame.CENTRE,
        "tip": frame.TIP,
        "headRoom": frame.HEAD_ROOM,
        "high": emotion_band.HEIGHT,
        "perLevel": emotion_band.PER_LEVEL,
        "face": emotion_band.FACE,
        "aside": emotion_band.WHISKER_ASIDE,
        "cap": emotion_band.WHISKER_CAP,
        "above": emotion_band.LABEL_ABOVE,
        "below": emotion_band.LABEL_BELOW,
        "mostPills": rows.MOST_PILLS,
        "lowN": LOW_N,
        "inks": [str(ink_of(level)) for level in Level],
        "bar": str(Ink.BAR),
    }


def _stage(stage: MapStage, media: Sequence[str]) -> dict[str, Json]:
    """Return what is the same of a stage in every view."""
    return {
        "id": stage.id,
        "title": stage.title,
        "target": stage.target,
        "owner": stage.owner,
        "points": [
            [point.id, point.title, int(point.where == "offline"), media.index(point.medium)]
            for point in stage.touchpoints
        ],
        "opportunities": [[found.title, found.owner, found.status] for found in stage.opportunities],
    }


def _pain(pain: PainPoint, stage: MapStage, said: _Said) -> dict[str, Json]:
    here = [point.id for point in stage.touchpoints]
    return {
        "id": pain.theme or pain.title,
        "title": pain.title,
        "customers": pain.customers,
        "of": pain.of,
        "severity": _rounded(pain.severity),
        "impact": _rounded(pain.impact),
        "points": [here.index(point) for point in pain.touchpoints if point in here],
        "quotes": said.places([(text, "") for text in pain.quotes]),
    }


def _view(view: View, media: Sequence[str], said: _Said, journey_map: JourneyMap) -> dict[str, Json]:
    """Return one view: a cell over all, of each stage, touchpoint and medium, and what stands beside."""
    stages = view.stages
    told: Mapping[str, Json] = {
        "s": view.text.subtitle,
        "h": view.text.headline,
        "n": view.text.note,
        "o": cell(view.overall),
        "t": [cell(stage.cell) for stage in stages],
        "p": [[cell(point.cell) for point in stage.touchpoints] for stage in stages],
        "m": [cell(view.media[medium]) if medium in view.media else 0 for medium in media],
        "e": [sum(1 << _MOMENTS.index(moment) for moment in stage.moments) for stage in stages],
        "b": [None if stage.previous is None else _rounded(stage.previous) for stage in stages],
        "q": [said.places([(quote.text, quote.touchpoint) for quote in stage.quotes]) for stage in stages],
    }
    reached = [
        None
        if stage.reach is None
        else [stage.reach.customers, None if stage.reach.go_on is None else _percent(stage.reach.go_on)]
        for stage in stages
    ]
    changes = [_change(stage, journey_map) for stage in stages]
    extra = {"r": reached} if any(reached) else {}
    return {**told, **extra, **({"c": changes} if any(changes) else {})}


def _change(stage: MapStage, journey_map: JourneyMap) -> list[Json] | None:
    """Return how large a change is, and the words for since when; None where there is none."""
    if stage.change is None:
        return None
    today = journey_map.about.as_of.date()
    return [_rounded(stage.change.size), since_when(stage.change, journey_map.words, today=today)]


def cell(shown: Cell) -> int | list[float | int | None]:
    """Return a cell's figures: answers, customers, voters, score, low, high, response, answers by level.

    What is not told is null, and left out at the end where no level is told. A cell without figures is the
    number of its reason: 0 nobody answered, 1 few, 2 for others' sake.
    """
    if shown.visibility is not Visibility.SHOWN:
        return _REASONS[shown.visibility]
    figures: list[float | int | None] = [
        shown.answers,
        shown.customers,
        shown.voters,
        _rounded(shown.score),
        _rounded(shown.low),
        _rounded(shown.high),
        None if shown.response is None else _percent(shown.response.value),
        *(shown.histogram or ()),
    ]
    while shown.histogram is None and figures and figures[-1] is None:
        figures.pop()
    return figures


def _rounded(value: float | None) -> float | int | None:
    """Return a score to a hundredth, less than a pixel, that has the same level and is written the same."""
    if value is None:
        return None
    near = round(value, 2)
    if f"{near:.1f}" != f"{value:.1f}" or Level.of(near) is not Level.of(value):
        near = round(near - 0.01 if near > value else near + 0.01, 2)
    return int(near) if near == int(near) else near


def _percent(share: float) -> int:
    """Return a share as it is written."""
    return int(f"{share * 100:.0f}")
