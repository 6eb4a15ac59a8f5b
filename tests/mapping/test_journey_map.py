"""What the map says and hides, and that nothing drawn leaves its place."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Protocol

import pytest

from config.journey import Journey
from mapping.catalogue import words_for
from mapping.frame import COLUMN, Band, Column, TooManyStages
from mapping.interval import Share
from mapping.journey_map import JourneyMap, build_map
from mapping.marks import Box, Dot, Letters
from mapping.measure import width
from mapping.parts import PainPoint, Reach
from mapping.period import Period
from mapping.quote import Quote
from mapping.renderers import html, svg, terminal
from mapping.renderers import json as json_renderer
from mapping.rows import missing, stage_row
from mapping.table import Partial, ScoreTable
from mapping.wrapping import clip

AS_OF = datetime(2026, 9, 30, 18, tzinfo=UTC)
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
JOURNEY = Journey.model_validate(
    {
        "id": "shop",
        "title": {"en": "Shop", "de": "Laden"},
        "stages": [
            {"id": "browse", "title": "Browse", "touchpoints": [{"id": "site", "title": "Site"}]},
            {
                "id": "buy",
                "title": "Buy",
                "touchpoints": [{"id": "till", "title": "Till", "where": "offline"}],
            },
            {"id": "use", "title": "Use", "touchpoints": [{"id": "app", "title": "App"}]},
        ],
    }
)


class MapOf(Protocol):
    def __call__(
        self, stages: int, *, language: str = "en", min_customers: int | None = None
    ) -> JourneyMap: ...


def answered(**counts: tuple[int, float]) -> ScoreTable:
    return ScoreTable.of(
        Partial(
            customer=f"c{number}",
            touchpoint=point,
            week=date(2026, 9, 7),
            answers=1,
            rated=1,
            rating_sum=score,
            scored=1,
            score_sum=score,
            last_at=AS_OF,
        )
        for point, (count, score) in counts.items()
        for number in range(count)
    )


def made(table: ScoreTable, *, quotes: tuple[Quote, ...] = (), language: str | None = None) -> JourneyMap:
    return build_map(
        JOURNEY,
        table,
        version="1",
        period=SEPTEMBER,
        as_of=AS_OF,
        scorer="textblob 1",
        quotes=quotes,
        language=language,
        pain_points={"buy": [PainPoint(title="Queue", customers=9, severity=1.0)]},
        reached={"browse": Reach(customers=2), "buy": Reach(customers=50, go_on=0.5)},
    )


def texts(drawn: JourneyMap) -> Iterator[Letters]:
    for group in drawn.drawing.groups:
        yield from (mark for mark in group.marks if isinstance(mark, Letters))


@pytest.mark.parametrize(("language", "words"), [("en", "no score yet"), ("de", "noch kein Wert")])
def test_answers_without_a_score_are_not_called_no_answers(language: str, words: str) -> None:
    unjudged = ScoreTable.of(
        Partial(customer=f"c{number}", touchpoint="site", week=date(2026, 9, 7), answers=1, last_at=AS_OF)
        for number in range(30)
    )

    drawn = made(unjudged, language=language)

    browse, buy, _ = drawn.stages
    assert (missing(browse.cell, drawn.words), missing(buy.cell, drawn.words)) == (words, drawn.words.empty)
    for renderer in (svg, html, terminal):
        assert words in renderer.render(drawn).decode()


def test_nobody_is_quoted_twice_and_no_words_are() -> None:
    said = (("c1", "So quick!"), ("c2", "so  quick"), ("c3", "Kind people"), ("c3", "Very kind"))
    quotes = tuple(
        Quote(touchpoint="site", customer=customer, text=text, valence=1.0, at=AS_OF)
        for customer, text in said
    )

    stage = made(answered(site=(30, 1.0), till=(30, 0.0), app=(40, 0.5)), quotes=quotes).stages[0]

    assert [quote.text for quote in stage.quotes] == ["Kind people", "So quick!"]


def test_a_stage_of_few_customers_shows_no_figure_quote_or_pain_in_any_format() -> None:
    secret = Quote(touchpoint="till", customer="c1", text="A secret grudge", valence=-2, at=AS_OF)

    drawn = made(answered(site=(30, 1.0), till=(3, -1.7), app=(40, 0.5)), quotes=(secret,))

    stage = drawn.stages[1]
    assert stage.cell.is_hidden
    assert (stage.quotes, stage.pain_points, stage.level) == ((), (), None)
    for renderer in (svg, html, terminal, json_renderer):
        text = renderer.render(drawn).decode()
        assert "secret grudge" not in text
        assert "−1.7" not in text
        assert "-1.7" not in text
        assert "Queue" not in text


def test_the_curve_leaves_a_gap_and_never_bridges_it(map_of: MapOf) -> None:
    drawn = made(answered(site=(30, 1.0), app=(40, 0.5)))

    curve = next(group for group in drawn.drawing.groups if group.name == "curve-0")
    assert curve.marks == ()
    assert drawn.stages[1].cell.customers == 0


def test_the_map_speaks_the_language_asked_for() -> None:
    drawn = made(answered(site=(30, 1.0)), language="de")

    assert drawn.text.title == "Laden"
    assert drawn.text.subtitle.endswith("1.–30. Sept. 2026")
    assert "Sehr positiv" in svg.render(drawn).decode()


def test_the_description_names_every_stage_and_its_value(example: JourneyMap) -> None:
    for stage in example.stages:
        assert stage.title in example.description
    assert "Delivery −1.1 (−1.4 … −0.8), n=88 – Lowest" in example.description


def test_peak_and_lowest_are_named_only_where_they_can_be_told_apart() -> None:
    apart = made(answered(site=(60, 1.5), till=(60, -1.0), app=(60, 0.5)))
    alike = made(answered(site=(60, 0.5), till=(60, 0.5), app=(60, 0.5)))

    assert [stage.moments for stage in apart.stages] == [("peak",), ("lowest",), ("end",)]
    assert [stage.moments for stage in alike.stages] == [(), (), ("end",)]


def test_few_who_came_by_are_not_counted_out_loud() -> None:
    drawn = made(answered(site=(30, 1.0), till=(30, 1.0)))

    assert drawn.stages[0].reach is None
    assert drawn.stages[1].reach == Reach(customers=50, go_on=0.5)


def test_more_stages_than_anyone_can_read_are_refused_with_a_hint(example: JourneyMap) -> None:
    journey = JOURNEY.model_copy(
        update={
            "stages": tuple(
                JOURNEY.stages[0].model_copy(
                    update={
                        "id": f"s{n}",
                        "touchpoints": (JOURNEY.stages[0].touchpoints[0].model_copy(update={"id": f"t{n}"}),),
                    }
                )
                for n in range(17)
            )
        }
    )

    with pytest.raises(TooManyStages, match="17 stages; a map holds 16 at most: join stages"):
        build_map(journey, answered(), version="1", period=SEPTEMBER, as_of=AS_OF, scorer="x")


@pytest.mark.parametrize("stages", [1, 2, 3, 5, 6, 8, 9, 12, 16])
def test_nothing_drawn_leaves_the_map(map_of: MapOf, stages: int) -> None:
    drawing = (drawn := map_of(stages)).drawing

    for mark in texts(drawn):
        wide = width(mark.text, size=mark.size, bold=mark.bold)
        left = mark.x - {"start": 0, "middle": wide / 2, "end": wide}[mark.anchor]
        assert left >= 0
        assert left + wide <= drawing.width
        assert mark.size * 0.7 <= mark.y <= drawing.height
        assert mark.size >= 12
    for group in drawing.groups:
        for shape in group.marks:
            if isinstance(shape, Box):
                assert shape.x >= 0
                assert shape.x + shape.width <= drawing.width
                assert shape.y + shape.height <= drawing.height
            if isinstance(shape, Dot):
                assert shape.radius <= shape.x <= drawing.width - shape.radius


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt"])
@pytest.mark.parametrize("stages", [1, 6, 12])
def test_no_two_texts_lie_on_each_other(map_of: MapOf, stages: int, language: str) -> None:
    placed = []
    for mark in texts(map_of(stages, language=language)):
        wide = width(mark.text, size=mark.size, bold=mark.bold)
        left = mark.x - {"start": 0, "middle": wide / 2, "end": wide}[mark.anchor]
        placed.append((left, mark.y - 0.72 * mark.size, left + wide, mark.y + 0.2 * mark.size, mark.text))

    for place, one in enumerate(placed):
        for other in placed[place + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one[4], other[4])


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt"])
def test_how_many_answered_is_not_cut_off_in_a_language_of_long_words(
    example: JourneyMap, language: str
) -> None:
    second = example.stages[1]
    response = Share(value=0.58, low=0.5, high=0.66)
    cell = replace(second.cell, answers=304, response=response)
    column = Column(stage=replace(second, cell=cell, reach=None), index=1, x=0)

    row = stage_row(Band(columns=(column,), width=400), top=0, words=words_for(language))

    letters = [mark for group in row.groups for mark in group.marks if isinstance(mark, Letters)]
    (note,) = [mark.text for mark in letters if "304" in mark.text]
    assert "…" not in note
    assert "58" in note


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt"])
def test_that_nothing_hurts_enough_is_told_whole_in_the_width_of_a_stage(language: str) -> None:
    text = words_for(language).no_pain

    assert clip(text, room=COLUMN - 18, size=12) == text


@pytest.mark.parametrize("stages", [3, 12])
def test_ids_in_the_picture_are_unique(map_of: MapOf, stages: int) -> None:
    names = [group.name for group in map_of(stages).drawing.groups]

    assert len(names) == len(set(names))


def test_figures_in_json_are_not_rounded_and_hidden_ones_are_null() -> None:
    drawn = made(answered(site=(30, 1 / 3), till=(3, -1.7), app=(40, 0.5)))

    said = json.loads(json_renderer.render(drawn))

    browse, buy, _ = said["stages"]
    assert browse["hidden"] is False or browse["reason"] == "complement"
    assert (buy["answers"], buy["customers"], buy["rated"], buy["score"]) == (None, None, None, None)
    assert (buy["hidden"], buy["reason"]) == (True, "few_customers")


def test_the_page_says_what_the_picture_says(example: JourneyMap) -> None:
    page = html.render(example).decode()

    for stage in example.stages:
        assert f"<bdi>{stage.title}</bdi>" in page
        for point in stage.touchpoints:
            assert f"<bdi>{point.title}</bdi>" in page
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert ' style="' not in page


def test_the_terminal_keeps_to_its_columns(map_of: MapOf, example: JourneyMap) -> None:
    for columns in (80, 100, 120):
        for drawn in (example, map_of(12)):
            for line in terminal.write(drawn, columns=columns, colour=False).splitlines():
                assert terminal.reach(line) <= columns
    assert "\x1b[" not in terminal.render(example).decode()
    assert "\x1b[1m" in terminal.write(example, columns=80, colour=True)


def test_a_map_does_not_change_when_drawn_again(example: JourneyMap) -> None:
    assert replace(example) == example
    assert svg.render(example) == svg.render(example)
