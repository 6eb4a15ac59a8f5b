"""The simulated customers: repeatable, believable, and understood by the real question kinds."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.plugins import question_kinds, question_options
from bot.simulation.bank import OCCASIONS, comments, every_comment
from bot.simulation.journey import CHANGES, demo_journey
from bot.simulation.paths import NEW_COURIER, Visit, all_visits, visits
from bot.simulation.people import people
from bot.simulation.reactions import react
from config.journey import Journey, Question
from config.loader import load_journey
from config.template import read_template
from feedback.prompts import Prompt, Purpose
from feedback.question import Misfit

UNTIL = datetime(2026, 3, 4, 12, tzinfo=UTC)
SEED, DAYS = 5, 35
PEOPLE = people(60, seed=SEED)
LIVED = all_visits(PEOPLE, seed=SEED, until=UNTIL, days=DAYS)


@pytest.fixture(scope="module")
def journey() -> Journey:
    return load_journey(demo_journey(), file="demo.yaml", kinds=question_options()).journey


def prompt(journey: Journey, question: Question, visit: Visit, *, purpose: Purpose = "ask") -> Prompt:
    language = visit.person.language
    shape = question_kinds()[question.kind].shape(question, language=language, default="en")
    return Prompt(
        id="s.1", session="s", question=question.id, purpose=purpose,
        text=journey.say(question.ask, language), language=language, shape=shape, skip="Skip", step=1,
    )  # fmt: skip


def asked_at(journey: Journey, visit: Visit) -> tuple[Question, ...]:
    place = journey.place(visit.touchpoint)
    assert place is not None
    survey = journey.survey(place[1].survey or "")
    assert survey is not None, f"nothing is asked at {visit.touchpoint}"
    return survey.questions


def test_the_demos_journey_is_the_template_with_its_changes_marked(journey: Journey) -> None:
    template = load_journey(read_template("shop").text, file="shop.yaml", kinds=question_options()).journey

    assert [stage.id for stage in journey.stages] == [stage.id for stage in template.stages]
    assert demo_journey().count("demo") >= len(CHANGES)
    assert {each.title.languages for each in journey.opportunities} == {frozenset(journey.languages)}
    assert all(
        point.survey and not point.ask_after for stage in journey.stages for point in stage.touchpoints
    )


def test_nothing_keeps_a_visitor_of_the_demo_from_being_asked_again(journey: Journey) -> None:
    policy = journey.policy

    assert (policy.quiet_hours, policy.cap, policy.wait) == (None, None, timedelta(0))
    assert all(survey.recontact.wait == "shared" for survey in journey.surveys)


def test_the_same_seed_makes_the_same_people_and_lives() -> None:
    again = all_visits(people(60, seed=SEED), seed=SEED, until=UNTIL, days=DAYS)

    assert again == LIVED
    assert all_visits(people(60, seed=8), seed=8, until=UNTIL, days=DAYS) != LIVED


def test_more_people_leave_the_first_ones_as_they_were() -> None:
    assert people(80, seed=SEED)[:60] == PEOPLE


def test_lives_fit_their_time_and_their_ids_are_unique() -> None:
    assert all(UNTIL - timedelta(days=DAYS) <= visit.at <= UNTIL for visit in LIVED)
    assert len({visit.source_id for visit in LIVED}) == len(LIVED)
    assert Counter(visit.touchpoint for visit in LIVED).keys() >= {"checkout", "delivery", "store_visit"}


def test_stations_of_a_life_are_in_order_and_never_at_night() -> None:
    for person in PEOPLE:
        lived = visits(person, seed=SEED, until=UNTIL, days=DAYS)
        assert [visit.at for visit in lived] == sorted(visit.at for visit in lived)
        assert all(visit.at.hour >= 8 for visit in lived)


def test_parcels_go_wrong_since_the_new_courier() -> None:
    many = all_visits(people(150, seed=SEED), seed=SEED, until=UNTIL, days=DAYS)
    parcels = [visit for visit in many if visit.touchpoint == "delivery"]
    before = [visit.mood for visit in parcels if visit.at < UNTIL - NEW_COURIER]
    since = [visit.mood for visit in parcels if visit.at >= UNTIL - NEW_COURIER]

    assert mean(since) < -0.5 < 0.3 < mean(before)


def test_people_are_of_every_persona_and_both_languages(journey: Journey) -> None:
    rules = [each.rule for each in journey.personas] + [each.rule for each in journey.segments]
    for rule in rules:
        assert sum(rule.holds(person.attributes) for person in PEOPLE) >= journey.policy.min_customers
    assert Counter(person.language for person in PEOPLE).keys() == {"en", "de"}


def test_there_is_much_to_say_in_both_languages() -> None:
    assert len(set(every_comment())) >= 150
    assert all(len(each) < 100 for each in every_comment())
    assert all(comments(occasion, "sad", "en") and comments(occasion, "sad", "de") for occasion in OCCASIONS)


@settings(max_examples=150, deadline=None)
@given(
    place=some.integers(0, len(LIVED) - 1),
    seed=some.integers(0, 10_000),
    purpose=some.sampled_from(("ask", "reask", "remind")),
    lot=some.integers(0, 10),
)
def test_every_reaction_is_understood_or_meant_not_to_be(
    journey: Journey, place: int, seed: int, purpose: Purpose, lot: int
) -> None:
    visit = LIVED[place]
    questions = asked_at(journey, visit)
    question = questions[lot % len(questions)]

    reaction = react(prompt(journey, question, visit, purpose=purpose), visit, seed=seed)

    assert reaction == react(prompt(journey, question, visit, purpose=purpose), visit, seed=seed)
    if reaction is None:
        return
    assert reaction.after > timedelta(0)
    for reply in filter(None, (reaction.reply, reaction.changed)):
        if not reply.skip:
            kind = question_kinds()[question.kind]
            parsed = kind.parse(question, reply, language=visit.person.language)
            assert isinstance(parsed, Misfit) == reaction.is_misfit, (reply, parsed)


def test_notices_need_no_answer(journey: Journey) -> None:
    visit = LIVED[0]
    asked = prompt(journey, asked_at(journey, visit)[0], visit)
    thanks = Prompt(
        id="s.2",
        session="s",
        question=None,
        purpose="thanks",
        text="Thanks!",
        language="en",
        shape=asked.shape,
    )

    assert react(thanks, visit, seed=SEED) is None


def test_some_skip_some_shrug_some_think_twice(journey: Journey) -> None:
    reactions = [
        reaction
        for visit in LIVED
        for question in asked_at(journey, visit)
        if (reaction := react(prompt(journey, question, visit), visit, seed=SEED))
    ]

    assert any(each.reply.skip for each in reactions)
    assert any(each.is_misfit for each in reactions)
    assert any(each.changed for each in reactions)
    assert any(each.reply.text and "/" in each.reply.text for each in reactions)
