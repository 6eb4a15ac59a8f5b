"""The checks by themselves: all is well with what is as it should be, and whatever is not is told."""

from dataclasses import replace

import pytest

from tests.chaos.checks import Evidence, broken, doubles_at
from tests.chaos.crowd import Talk
from tests.chaos.ledger import Kept, Ledger, Out
from tests.chaos.platform import Account, Shown
from tests.chaos.scenario import SCENARIOS, Scenario, rounds, shares, trials

ONCE = Scenario(platform="telegram", database="sqlite", promise="at_most_once")
AGAIN = Scenario(platform="telegram", database="sqlite", promise="at_least_once")
ASK = Out(id="o1", prompt="s1.1", address="7", text="How was it?", state="sent", amends=False)
CHANGED = replace(ASK, id="o2", amends=True)
THANKS = Out(id="o3", prompt="s1.2", address="7", text="Thanks!", state="sent", amends=False)
SHOWN = (
    Shown(address="7", text="How was it?\n\n1 is bad, 5 is good", message="1", buttons=("a", "b")),
    Shown(address="7", text="Thanks!", message="2"),
)
TALK = Talk(source_id="order-0", address="7", rating=4, words="Fast", is_told=True, taps=1)
LEDGER = Ledger(
    outs=(ASK, CHANGED, THANKS),
    ins={"100": "done"},
    interactions=(("i1", "order-0"),),
    sessions=("i1",),
    answers=(Kept(interaction="i1", question="rating", value=4, text=None),),
)
ACCOUNT = Account(heard=("100",), least=1, unheard=(), lost_answers=())
GOOD = Evidence(
    scenario=AGAIN, talks=(TALK,), shown=SHOWN, ledger=LEDGER, account=ACCOUNT, kills=(), listed=()
)
TWICE = (*SHOWN, SHOWN[0])


def with_ledger(**changed: object) -> Evidence:
    return replace(GOOD, ledger=replace(LEDGER, **changed))  # type: ignore[arg-type] # fields by their names


def test_nothing_is_told_where_all_is_well() -> None:
    assert broken(GOOD) == []


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        (with_ledger(interactions=()), "interactions were acknowledged and are lost"),
        (
            with_ledger(interactions=(*LEDGER.interactions, *LEDGER.interactions)),
            "interactions are there twice",
        ),
        (with_ledger(sessions=("i1", "i1")), "interactions have no session, or several"),
        (with_ledger(ins={"100": "poison"}), "inbox items are not dealt with"),
        (with_ledger(ins={"101": "done"}), "things were acknowledged and are not in the inbox"),
        (with_ledger(ins={}), "things acknowledged at least are missing in the inbox"),
        (with_ledger(answers=()), "replies were acknowledged and are lost"),
        (with_ledger(answers=(*LEDGER.answers, *LEDGER.answers)), "answers count twice"),
        (with_ledger(answers=(replace(LEDGER.answers[0], value=5),)), "answers are not what was replied"),
        (replace(GOOD, talks=(replace(TALK, taps=0),)), "answers were given by nobody"),
        (replace(GOOD, shown=SHOWN[:1]), "prompts are lost"),
        (with_ledger(outs=(replace(ASK, state="failed"), THANKS)), "prompts were given up"),
        (with_ledger(outs=(replace(ASK, state="sending"), THANKS)), "prompts are still on their way"),
        (with_ledger(outs=(ASK,)), "messages are of no prompt"),
        (with_ledger(outs=(replace(ASK, state="unknown"), THANKS)), "prompts are unknown that could be"),
        (replace(GOOD, shown=TWICE), "prompts are doubled for no reason"),
        (replace(GOOD, shown=TWICE, scenario=ONCE), "prompts are doubled"),
        (replace(GOOD, listed=("o1",)), "unknown prompts are not those that `outbox` lists"),
    ],
)
def test_what_is_not_as_promised_is_told(evidence: Evidence, told: str) -> None:
    assert any(told in each for each in broken(evidence)), broken(evidence)


def test_a_double_is_put_down_to_the_kill_that_met_it_on_its_way() -> None:
    killed = replace(GOOD, shown=TWICE, kills=((), ("o1", "o3"), ("o1",)))

    assert broken(killed) == []
    assert doubles_at(killed) == [0, 1, 0]


def test_a_double_is_put_down_to_an_answer_that_was_lost() -> None:
    cut = replace(ACCOUNT, lost_answers=(("7", "How was it?"),))

    assert broken(replace(GOOD, shown=TWICE, account=cut)) == []


def test_more_doubles_at_a_kill_than_are_ever_in_flight_are_told() -> None:
    outs = [replace(ASK, id=f"o{number}", text=f"Question {number}!") for number in range(10, 19)]
    shown = [Shown(address="7", text=each.text, message=each.id) for each in outs]
    killed = replace(
        GOOD,
        shown=(*SHOWN, *shown, *shown),
        ledger=replace(LEDGER, outs=(*LEDGER.outs, *outs)),
        kills=(tuple(each.id for each in outs),),
    )

    assert broken(killed) == ["1 kills doubled more than was in flight"]


def test_a_double_is_put_down_to_the_kill_with_the_fewest_that_it_was_on_its_way_at() -> None:
    outs = [replace(ASK, id=f"o{number}", text=f"Question {number}!") for number in range(10, 19)]
    shown = [Shown(address="7", text=each.text, message=each.id) for each in outs]
    names = tuple(each.id for each in outs)
    killed_twice = replace(
        GOOD,
        shown=(*SHOWN, *shown, *shown),
        ledger=replace(LEDGER, outs=(*LEDGER.outs, *outs)),
        kills=(names, names),
    )

    assert broken(killed_twice) == []


def test_more_in_doubt_at_a_kill_than_is_ever_in_flight_is_told() -> None:
    many = tuple(f"o{number}" for number in range(10, 18))
    once = replace(GOOD, scenario=ONCE)

    assert broken(replace(once, kills=(many, ("o1", *many)))) == []
    assert broken(replace(once, kills=(("o1", *many),))) == ["1 kills left more in doubt than was in flight"]


def test_a_tap_that_the_platform_gave_up_may_be_lost() -> None:
    evidence = replace(
        with_ledger(answers=(), ins={}), account=Account(heard=(), least=0, unheard=("7",), lost_answers=())
    )

    assert broken(evidence) == []


def test_an_uncertain_prompt_is_listed_and_need_not_have_arrived() -> None:
    evidence = replace(
        with_ledger(outs=(ASK, replace(THANKS, state="unknown"))), scenario=ONCE, listed=("o3",)
    )

    assert broken(replace(evidence, shown=SHOWN[:1])) == []
    assert broken(replace(evidence, shown=SHOWN)) == []


def test_the_same_seed_brings_the_same_kills() -> None:
    first, again, other = (rounds(SCENARIOS[0], seed=seed, kills=20, conversations=100) for seed in (1, 1, 2))

    assert first == again
    assert first != other
    assert sum(each.conversations for each in first) == 100


def test_a_few_kills_still_reach_every_platform_database_and_promise() -> None:
    few, many = trials(10), trials(200)

    assert [kills for _, kills in few] == [2, 3, 2, 3]
    assert len({(each.platform, each.database) for each, _ in few}) == 4
    assert {each.promise for each, _ in few} == {"at_least_once", "at_most_once"}
    assert [each for each, _ in many] == list(SCENARIOS)


def test_kills_are_shared_evenly() -> None:
    assert sorted(shares(10, 8)) == [1, 1, 1, 1, 1, 1, 2, 2]
    assert sum(shares(200, 8)) == 200
