"""A version tells what a journey says; old versions can be read back for ever."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.journey import Journey
from config.loader import load_journey
from config.shaping import Kinds
from config.version import journey_from_json, journey_json, journey_version

FILE = """\
id: shop
title: Our shop
stages:
  - id: buy
    title: {en: Buy, de: Kaufen}
    touchpoints:
      - {id: checkout, title: Checkout, survey: ease, ask_after: 90m}
surveys:
  - id: ease
    title: Was it easy
    recontact: {wait: 90d}
    questions:
      - {id: feeling, kind: rating, ask: How was it?, points: 7, branches: [{when: score < 0, go: why}]}
      - {id: why, kind: text, ask: What went wrong?}
segments:
  - {id: pro, title: Pro, rule: plan == "pro"}
policy:
  quiet_hours: {start: 21:00, end: 8:30}
"""


def journey(text: str, kinds: Kinds) -> Journey:
    """Read a journey from YAML."""
    return load_journey(text, file="j.yaml", kinds=kinds).journey


def test_comments_layout_and_the_order_of_keys_do_not_change_the_version(kinds: Kinds) -> None:
    turned = FILE.replace("id: shop\ntitle: Our shop\n", '# a shop\ntitle: "Our shop"\n\nid: shop\n')
    turned = turned.replace("{en: Buy, de: Kaufen}", "{de: Kaufen, en: Buy}").replace("90m", "1h 30m")

    assert turned != FILE
    assert journey_version(journey(turned, kinds)) == journey_version(journey(FILE, kinds))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("How was it?", "How was it really?"),
        ("points: 7", "points: 5"),
        ("score < 0", "score <= 0"),
        ("90m", "91m"),
        ("de: Kaufen", "de: Bestellen"),
        ("8:30", "8:31"),
        ('"pro"', '"team"'),
    ],
)
def test_anything_that_means_something_changes_the_version(old: str, new: str, kinds: Kinds) -> None:
    assert journey_version(journey(FILE.replace(old, new), kinds)) != journey_version(journey(FILE, kinds))


def test_a_version_is_twelve_digits_and_stays_the_same_from_release_to_release(kinds: Kinds) -> None:
    # If this fails, every installation will see a new version of a journey that nobody changed.
    assert journey_version(journey(FILE, kinds)) == "3e5782d50a80"


def test_a_journey_kept_as_json_is_read_back_the_same(kinds: Kinds) -> None:
    kept = journey(FILE, kinds)

    again = journey_from_json(journey_json(kept), kinds)

    assert again == kept
    assert hash(again) == hash(kept)
    assert journey_json(again) == journey_json(kept)
    assert again.stages[0].touchpoints[0].ask_after == timedelta(minutes=90)


def test_a_question_of_a_kind_that_is_gone_can_still_be_read_back(kinds: Kinds) -> None:
    kept = journey_json(journey(FILE, kinds))

    again = journey_from_json(kept, {name: model for name, model in kinds.items() if name != "rating"})

    assert journey_json(again) == kept


@given(
    wording=st.dictionaries(
        st.sampled_from(["en", "de", "pt-BR"]), st.text(min_size=1).filter(str.strip), min_size=1
    ),
    seconds=st.integers(min_value=0, max_value=10**8),
    target=st.floats(min_value=-2, max_value=2),
)
def test_any_wording_and_any_time_survive_being_kept(
    wording: dict[str, str], seconds: int, target: float
) -> None:
    values = {
        "id": "a",
        "title": wording,
        "stages": [
            {
                "id": "b",
                "title": wording,
                "target": target,
                "touchpoints": [{"id": "c", "title": "T", "ask_after": f"{seconds}s"}],
            }
        ],
    }
    kept = Journey.model_validate(values)

    assert journey_from_json(journey_json(kept), {}) == kept
    assert json.loads(journey_json(kept))["title"] == wording
