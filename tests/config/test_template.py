"""The journeys to start from can be used as they are, in every language they promise."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from config.declared import Slug
from config.journey import Journey
from config.loader import load_journey
from config.settings import Settings, variable
from config.settings_loader import load_settings
from config.template import UnknownTemplate, env_example, read_template, template_names
from config.text import Text

TEMPLATES = ("clinic", "saas_onboarding", "shop", "support_desk", "travel")


class Choice(BaseModel):
    """One of a list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Slug
    title: Text
    valence: float | None = None


class AnyOptions(BaseModel):
    """The keys of every kind together; the real kinds meet the templates in a test of their own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    points: int = 5
    look: str = "faces"
    choices: tuple[Choice, ...] = ()
    other: bool = False
    most: int | None = None
    most_characters: int = 2000
    good: str | None = None


KINDS = dict.fromkeys(("rating", "nps", "csat", "ces", "choice", "choices", "yesno", "text"), AnyOptions)


def template(name: str) -> Journey:
    """Read a template; a warning counts as a fault."""
    loaded = load_journey(read_template(name).text, file=name, kinds=KINDS)
    assert loaded.warnings == ()
    return loaded.journey


def test_there_are_five_templates() -> None:
    assert template_names() == TEMPLATES


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_speaks_english_and_another_language_without_a_gap(name: str) -> None:
    journey = template(name)

    assert journey.language == "en"
    assert len(journey.languages) >= 2
    stages, personas = ([each.title for each in many] for many in (journey.stages, journey.personas))
    plans = [each.title for each in journey.themes] + [each.title for each in journey.opportunities]
    assert {title.languages for title in (*stages, *personas, *plans)} == {frozenset(journey.languages)}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_shows_what_a_journey_can_hold(name: str) -> None:
    journey = template(name)

    touchpoints = [touchpoint for stage in journey.stages for touchpoint in stage.touchpoints]
    assert 5 <= len(journey.stages) <= 7
    assert {touchpoint.where for touchpoint in touchpoints} == {"online", "offline"}
    assert all(persona.goals and persona.needs and persona.frustrations for persona in journey.personas)
    assert len(journey.personas) >= 2
    assert len(journey.segments) >= 2
    assert 3 <= len(journey.surveys) <= 6
    assert any(question.branches for survey in journey.surveys for question in survey.questions)
    assert all(2 <= len(theme.phrases) <= 4 for theme in journey.themes)
    assert journey.opportunities
    assert journey.policy.quiet_hours
    assert all(stage.target is not None for stage in journey.stages)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_way_through_a_template_asks_more_than_four_questions(name: str) -> None:
    assert all(len(survey.questions) <= 4 for survey in template(name).surveys)


def test_an_unknown_template_is_told_with_the_one_meant() -> None:
    with pytest.raises(UnknownTemplate, match='"shopp" is no template; did you mean "shop"'):
        read_template("shopp")


def test_the_first_comment_of_a_template_says_what_it_is_for() -> None:
    assert read_template("shop").purpose == (
        "An online shop with a few stores of its own: from the first look to the second order."
    )


def test_env_example_names_every_setting_and_changes_none(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(env_example(), encoding="utf-8")

    as_it_is = load_settings({}, env={}, env_file=path)

    assert as_it_is.settings == Settings()
    assert as_it_is.warnings == ()
    for name in Settings.model_fields.keys() - {"secrets"}:
        assert f"\n#{variable(name)}=" in env_example()


def test_env_example_uncommented_is_still_good(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(env_example().replace("\n#AFTERTOUCH", "\nAFTERTOUCH"), encoding="utf-8")

    filled = load_settings({}, env={}, env_file=path)

    assert filled.settings == Settings()
    assert filled.warnings == ()
