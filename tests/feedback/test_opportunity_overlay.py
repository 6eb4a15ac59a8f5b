"""What managers change about opportunities is laid over the journey file, which stays as it is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from ruamel.yaml import YAML

from config.journey import Journey
from feedback.opportunity_overlay import (
    NOTHING,
    OpportunityEdit,
    as_yaml,
    in_force,
    new_id,
    overlay,
    refusal,
)

WHEN = datetime(2026, 9, 1, tzinfo=UTC)
SHOP = Journey.model_validate(
    {
        "id": "shop",
        "title": "Shop",
        "stages": [
            {"id": "buy", "title": "Buy", "touchpoints": [{"id": "checkout", "title": "Checkout"}]},
            {"id": "get", "title": "Get", "touchpoints": [{"id": "courier", "title": "Courier"}]},
        ],
        "opportunities": [
            {
                "id": "warn", "title": {"en": "Warn", "de": "Warnen"}, "stage": "get",
                "touchpoint": "courier", "theme": "late", "owner": "Ada", "effort": 2,
            }
        ],
    }
)  # fmt: skip
ADDED = OpportunityEdit(
    id="1",
    opportunity="guest",
    change="added",
    title='Buy as "guest"',
    stage="buy",
    effort=3,
    at=WHEN,
    by="t",
)


def set_to(opportunity: str, **values: object) -> OpportunityEdit:
    plain = OpportunityEdit(id="2", opportunity=opportunity, change="set", at=WHEN, by="t")
    return replace(plain, **values)  # type: ignore[arg-type]  # a test names fields of the edit


def test_what_is_added_stands_behind_the_file_s_own() -> None:
    found = overlay(SHOP, [ADDED])

    assert [each.id for each in found] == ["warn", "guest"]
    assert (found[1].status, found[1].effort, found[1].stage) == ("idea", 3, "buy")


def test_what_is_set_changes_and_what_is_not_named_stays() -> None:
    (found,) = overlay(SHOP, [set_to("warn", status="doing", effort=4)])

    assert (found.status, found.effort, found.owner, found.theme) == ("doing", 4, "Ada", "late")


def test_a_theme_and_an_owner_can_be_taken_away() -> None:
    (found,) = overlay(SHOP, [set_to("warn", theme=NOTHING, owner=NOTHING)])

    assert (found.theme, found.owner) == (None, None)


def test_at_another_stage_it_belongs_to_none_of_the_old_one_s_touchpoints() -> None:
    assert overlay(SHOP, [set_to("warn", stage="buy")])[0].touchpoint is None
    assert overlay(SHOP, [set_to("warn", stage="get")])[0].touchpoint == "courier"


def test_a_title_in_one_language_leaves_the_others() -> None:
    (french,) = overlay(SHOP, [set_to("warn", title="Prévenir", language="fr")])
    (every,) = overlay(SHOP, [set_to("warn", title="Tell")])

    assert SHOP.say(french.title, "de") == "Warnen"
    assert SHOP.say(every.title, "de") == "Tell"


def test_edits_that_mean_nothing_any_more_are_passed_over() -> None:
    gone = [replace(ADDED, stage="closed"), set_to("unknown", effort=1), replace(ADDED, opportunity="warn")]

    assert overlay(SHOP, gone) == SHOP.opportunities


def test_a_stage_that_is_gone_leaves_the_opportunity_where_it_was() -> None:
    assert overlay(SHOP, [set_to("warn", stage="closed")])[0].stage == "get"


def test_the_journey_in_force_has_them_and_the_file_s_stays_as_it_is() -> None:
    assert len(in_force(SHOP, [ADDED]).opportunities) == 2
    assert len(SHOP.opportunities) == 1


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (set_to("wran", effort=1), 'there is no opportunity "wran"; did you mean "warn"?'),
        (set_to("warn", title=" "), "the title is empty"),
        (replace(ADDED, stage=None), "the stage is missing; add --stage with one of buy, get"),
        (replace(ADDED, stage="bye"), 'there is no stage "bye"; use buy or get'),
        (set_to("warn", theme="lat"), 'there is no theme "lat"; did you mean "late"?'),
    ],
)
def test_what_cannot_be_done_is_told_with_its_fix(edit: OpportunityEdit, said: str) -> None:
    told = refusal(SHOP, [], edit, themes=["late"])

    assert told is not None
    assert told.startswith(said)


def test_what_can_be_done_is_not_refused() -> None:
    assert refusal(SHOP, [], ADDED, themes=[]) is None
    assert refusal(SHOP, [ADDED], set_to("guest", theme="late"), themes=["late"]) is None
    assert refusal(SHOP, [], set_to("warn", theme=NOTHING), themes=[]) is None


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("Warn of delays!", "warn-of-delays"),
        ("Über Größe", "uber-grosse"),
        ("24h", "h"),
        ("配送", "opportunity"),
    ],
)
def test_an_id_is_made_of_the_title(title: str, id_: str) -> None:
    assert new_id(title, []) == id_


def test_an_id_that_is_taken_is_numbered() -> None:
    assert new_id("Warn", ["warn", "warn-2"]) == "warn-3"


def test_what_is_exported_can_be_adopted_as_it_is() -> None:
    kept = overlay(SHOP, [ADDED, set_to("warn", owner='Ada: "L"')])
    written = YAML(typ="safe").load(as_yaml(kept, language="en"))

    again = Journey.model_validate({**SHOP.model_dump(mode="json"), **written})

    assert again.opportunities == kept


def test_of_none_an_empty_list_is_exported() -> None:
    assert as_yaml((), language="en") == "opportunities: []\n"
