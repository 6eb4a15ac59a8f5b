"""Managers add, rename and merge themes; what they did before never stands in the way of the next."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plugins import question_options
from config.journey import Theme
from config.loader import load_journey
from config.text import Text
from feedback.scorer import Vector
from feedback.theme_overlay import Change, Overlay, ThemeEdit, as_yaml, overlay, refusal
from feedback.themes import ThemeBook

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
IDS = ("waiting", "staff", "price", "parking", "toilets")


class Nowhere:
    """An engine that puts all phrases into one place."""

    def embed(self, phrases: Sequence[str], *, language: str | None = None) -> Sequence[Vector]:
        return [(1.0, 0.0) for _ in phrases]


def theme(name: str, *phrases: str) -> Theme:
    return Theme(id=name, title=Text({"": name.title()}), phrases=phrases or (f"the {name}",))


DECLARED = (theme("waiting", "too slow", "we waited"), theme("staff"), theme("price"))


def edit(
    change: Change, name: str, *, title: str | None = None, into: str | None = None, language: str = "",
    phrases: tuple[str, ...] = (),
) -> ThemeEdit:  # fmt: skip
    return ThemeEdit(
        id="e", theme=name, change=change, title=title, language=language, into=into, phrases=phrases,
        at=NOON, by="terminal",
    )  # fmt: skip


def titles(found: Overlay, language: str = "en") -> dict[str, str]:
    return {each.id: each.title.wording(language, default="en") for each in found.shown}


PARKING = edit("added", "parking", title="Parking", phrases=("no space for the car",))


def test_without_edits_themes_are_those_declared() -> None:
    found = overlay(DECLARED, ())

    assert (found.judged, found.shown, dict(found.into)) == (DECLARED, DECLARED, {})


def test_a_rename_is_shown_and_changes_nothing_for_the_judge() -> None:
    found = overlay(DECLARED, [edit("renamed", "staff", title="Our people")])

    assert titles(found) == {"waiting": "Waiting", "staff": "Our people", "price": "Price"}
    assert book(found).version == ThemeBook(DECLARED, Nowhere()).version


def test_a_rename_in_one_language_leaves_the_others() -> None:
    found = overlay(DECLARED, [edit("renamed", "staff", title="Personal", language="de")])

    assert (titles(found, "de")["staff"], titles(found, "en")["staff"]) == ("Personal", "Staff")


def test_what_is_merged_counts_as_what_it_became_and_its_phrases_go_along() -> None:
    found = overlay(
        DECLARED, [edit("merged", "price", into="staff"), edit("merged", "staff", into="waiting")]
    )

    assert [each.id for each in found.shown] == ["waiting"]
    assert found.shown[0].phrases == ("too slow", "we waited", "the price", "the staff")
    assert [found.counted_as(each) for each in ("price", "staff", "waiting", "else")] == [
        "waiting", "waiting", "waiting", "else",
    ]  # fmt: skip
    assert found.judged == DECLARED


def test_a_new_theme_is_judged_by_so_history_is_judged_anew() -> None:
    found = overlay(DECLARED, [PARKING])

    assert [each.id for each in found.shown] == ["waiting", "staff", "price", "parking"]
    assert book(found).version != ThemeBook(DECLARED, Nowhere()).version


def test_a_new_theme_that_the_journey_file_has_adopted_is_the_files() -> None:
    adopted = (*DECLARED, theme("parking", "from the file"))

    assert overlay(adopted, [PARKING]).judged == adopted


def test_an_edit_of_a_theme_that_is_gone_is_passed_over() -> None:
    found = overlay(DECLARED, [edit("renamed", "gone", title="X"), edit("merged", "staff", into="gone")])

    assert found.shown == DECLARED


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (edit("renamed", "wating", title="X"), 'there is no theme "wating"; did you mean "waiting"?'),
        (edit("renamed", "staff", title=" "), "the title is missing"),
        (edit("renamed", "price", title="X"), '"price" was merged into "waiting"; name that one'),
        (edit("merged", "staff", into="staff"), '"staff" cannot be merged into itself'),
        (edit("merged", "staff", into="price"), '"price" was merged into "waiting"; name that one'),
        (edit("merged", "stuff", into="waiting"), 'did you mean "staff"?'),
        (edit("added", "staff", title="S", phrases=("a",)), 'there is a theme "staff" already'),
        (
            edit("added", "price", title="P", phrases=("a",)),
            'there was a theme "price", merged into "waiting"',
        ),
        (edit("added", "Late Bus", title="L", phrases=("a",)), '"Late Bus" is no id'),
        (edit("added", "late", title="L"), "a theme needs a phrase or more"),
        (edit("promoted", "late", phrases=("a",)), "the title is missing"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_in_one_sentence(wanted: ThemeEdit, words: str) -> None:
    said = refusal(DECLARED, [edit("merged", "price", into="waiting")], wanted)

    assert said is not None
    assert words in said


def test_a_sound_edit_is_not_refused() -> None:
    sound = [PARKING, edit("renamed", "parking", title="Cars"), edit("merged", "parking", into="price")]

    assert [refusal(DECLARED, sound[:place], each) for place, each in enumerate(sound)] == [None, None, None]


def test_what_is_exported_can_be_adopted() -> None:
    found = overlay(
        DECLARED,
        [
            PARKING,
            edit("renamed", "staff", title='Our "people"', language="de"),
            edit("merged", "price", into="staff"),
        ],
    )
    text = (
        "id: shop\ntitle: Shop\nstages:\n"
        "  - {id: buy, title: Buy, touchpoints: [{id: checkout, title: Checkout}]}\n"
        f"{as_yaml(found.shown, language='en')}"
    )

    adopted = load_journey(text, file="journey.yaml", kinds=question_options()).journey.themes

    assert [(each.id, each.phrases) for each in adopted] == [(each.id, each.phrases) for each in found.shown]
    assert adopted[1].title == Text({"en": "Staff", "de": 'Our "people"'})
    assert overlay(adopted, [PARKING]).shown == adopted


EDITS = st.lists(
    st.builds(
        edit,
        st.sampled_from(["added", "promoted", "renamed", "merged"]),
        st.sampled_from(IDS),
        title=st.sampled_from([None, "A", "B"]),
        into=st.sampled_from([None, *IDS]),
        phrases=st.sampled_from([("one",), ("one", "two")]),
    ),
    max_size=12,
)


@given(edits=EDITS)
def test_whatever_was_edited_every_id_counts_as_a_theme_that_is_shown(edits: list[ThemeEdit]) -> None:
    found = overlay(DECLARED, edits)

    shown = {each.id for each in found.shown}
    assert {found.counted_as(each.id) for each in found.judged} == shown
    assert shown.isdisjoint(found.into)
    assert len(found.shown) + len(found.into) == len(found.judged)
    phrases = {phrase for each in found.judged for phrase in each.phrases}
    assert {phrase for each in found.shown for phrase in each.phrases} == phrases


@given(edits=EDITS)
def test_what_is_not_refused_has_an_effect_that_taking_it_back_undoes(edits: list[ThemeEdit]) -> None:
    made: list[ThemeEdit] = []
    for each in edits:
        before = overlay(DECLARED, made)
        if refusal(DECLARED, made, each) is None:
            made.append(each)
            assert each.change == "renamed" or overlay(DECLARED, made) != before
            assert overlay(DECLARED, made[:-1]) == before
        else:
            # Into a theme that was merged itself: refused for clearness; old edits of that sort count.
            is_roundabout = each.change == "renamed" or each.into in before.into
            assert is_roundabout or overlay(DECLARED, [*made, each]).into == before.into


def book(found: Overlay) -> ThemeBook:
    return ThemeBook(found.judged, Nowhere())
