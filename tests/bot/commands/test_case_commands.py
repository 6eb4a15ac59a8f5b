"""What a support team does about cases: by words, by buttons, and two at once."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.prompts import Attachment, is_for_colleagues
from feedback.records import Address
from feedback.rights import Grant, Rights
from feedback.work import Changes, Wanted
from tests.bot.commands.support import (
    MARIA,
    NOON,
    ROOM,
    TOM,
    Support,
    agent,
    command_of,
    labels,
    support_in,
)


@pytest.fixture
def support(tmp_path: Path) -> Iterator[Support]:
    with support_in(tmp_path) as found:
        yield found


async def test_who_takes_a_case_first_has_it_and_the_other_is_told_who(support: Support) -> None:
    case = await support.unhappy()

    first = await support.does(f"case claim {case.id}", by=MARIA)
    second = await support.does(f"case claim {case.id}", by=TOM)

    assert first.text == f"Case {case.id} is yours now. Thank you!"
    assert second.text == f"Maria has case {case.id} already. Thank you for being quick!"
    assert second.is_refusal
    assert second.is_private
    owner = support.case(case.id).owner
    assert owner is not None
    assert owner.name == "Maria"


async def test_a_command_that_is_run_again_does_nothing_twice(support: Support) -> None:
    case = await support.unhappy()

    for _ in range(2):
        await support.does(f"case reply {case.id} We are sorry!", key="e1")

    assert sum("We are sorry!" in text for text in support.sent_to("anna")) == 1


async def test_a_reply_without_words_asks_for_them_and_they_reach_the_customer(support: Support) -> None:
    case = await support.unhappy()

    asked = await support.does(f"case reply {case.id}")
    assert "What shall we write to Anna Berger?" in asked.text
    assert asked.wants == f"/case reply {case.id}"
    photo = Attachment(kind="photo", reference="p1")
    told = await support.does(f"case reply {case.id} It is on its way.\n\nSorry!", attachments=[photo])

    assert told.text == "Sent to Anna Berger, with your name. What they answer comes here."
    words = "Maria from support, a person, writes:\n\nIt is on its way.\n\nSorry!"
    assert any(text.startswith(words) for text in support.sent_to("anna"))
    (item,) = [each for each in support.outbox() if each.prompt.carried]
    assert item.prompt.carried[0].address == MARIA.address


async def test_a_case_is_put_off_by_a_tap_or_by_words(support: Support) -> None:
    case = await support.unhappy()

    asked = await support.does(f"case snooze {case.id}")
    assert labels(asked) == ["in 1 hour", "in 4 hours", "tomorrow", "next Monday"]
    told = await support.does(command_of(asked, "tomorrow"), by=replace(MARIA, timezone="Europe/Berlin"))

    assert told.text == f"Case {case.id} comes back: 5 May 2026, 09:00."
    assert support.case(case.id).until == NOON.replace(day=5, hour=7)
    refused = await support.does(f"case snooze {case.id} someday")
    assert "“someday” is no time we know" in refused.text


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("in 1 hour", NOON + timedelta(hours=1)),
        ("2 Stunden", NOON + timedelta(hours=2)),
        ("in einer Stunde", NOON + timedelta(hours=1)),
        ("30 min", NOON + timedelta(minutes=30)),
        ("in 2 days", NOON + timedelta(days=2)),
        ("2 Tage", NOON + timedelta(days=2)),
        ("an hour", NOON + timedelta(hours=1)),
        ("next Monday", NOON.replace(day=11, hour=9)),
        ("nächsten Montag", NOON.replace(day=11, hour=9)),
        ("on friday at 14:30", NOON.replace(day=8, hour=14, minute=30)),
        ("morgen um 8:00 Uhr", NOON.replace(day=5, hour=8)),
        ("um 14:30", NOON.replace(hour=14, minute=30)),
    ],
)
async def test_a_case_comes_back_at_times_in_everyday_words(
    support: Support, words: str, until: datetime
) -> None:
    case = await support.unhappy()

    told = await support.does(f"case snooze {case.id} {words}")

    assert not told.is_refusal, told.text
    assert support.case(case.id).until == until


async def test_who_knows_no_colleague_yet_is_told_how_one_is_named(support: Support) -> None:
    case = await support.unhappy()

    asked = await support.does(f"case hand {case.id}")
    refused = await support.does(f"case hand {case.id} Bem")

    assert "Tap" not in asked.text
    assert not labels(asked)
    assert "We know nobody called Bem here yet." in refused.text


async def test_a_team_that_nobody_knows_is_not_told_to_have_no_cases(support: Support) -> None:
    await support.unhappy()

    listed, unknown = await support.does("cases team service"), await support.does("cases team Servise")

    assert "1 case" in listed.text
    assert unknown.text == "We know no such team. Do you mean “Service”?"
    assert unknown.is_refusal


@pytest.mark.parametrize("words", ["fixed", "FIXED", "behoben", "fixed: the depot had lost it"])
async def test_a_case_is_resolved_for_a_reason(support: Support, words: str) -> None:
    case = await support.unhappy()

    asked = await support.does(f"case resolve {case.id}")
    assert labels(asked)[:2] == ["fixed", "explained"]
    by = replace(MARIA, language="de") if words == "behoben" else MARIA
    told = await support.does(f"case resolve {case.id} {words}", by=by)

    assert not told.is_refusal
    assert support.case(case.id).reason == "fixed"
    assert any("Did we fix it for you?" in text for text in support.sent_to("anna"))


async def test_a_reason_that_nobody_knows_is_asked_after(support: Support) -> None:
    case = await support.unhappy()

    answer = await support.does(f"case resolve {case.id} refundet")

    assert answer.text == "“refundet” is no reason we know: do you mean “refunded”?"


async def test_a_case_goes_to_a_colleague_or_to_another_team(support: Support) -> None:
    support.clock.advance(timedelta(seconds=1))
    support.room("Leads", "-77")
    case = await support.unhappy()
    await support.does(f"case claim {case.id}", by=TOM)
    await support.does(f"case note {case.id} looked at it", by=agent(3, "Ben"))

    asked = await support.does(f"case hand {case.id}", by=TOM)
    assert labels(asked) == ["Ben", "Team Leads"]
    await support.does(command_of(asked, "Ben"), by=TOM)
    assert (owner := support.case(case.id).owner) is not None
    assert owner.name == "Ben"
    await support.does(f"case hand {case.id} leads", by=TOM)

    assert (support.case(case.id).team, support.case(case.id).owner) == ("Leads", None)
    unknown = await support.does(f"case hand {case.id} Bem", by=agent(4, "Zoe", team="Leads"))
    assert "We know nobody called Bem here" in unknown.text


async def test_a_note_is_seen_by_the_team_and_never_by_the_customer(support: Support) -> None:
    case = await support.unhappy()

    asked = await support.does(f"case note {case.id}")
    assert asked.wants == f"/case note {case.id}"
    await support.does(f"case note {case.id} The depot lost it.")
    shown = await support.does(f"case {case.id}", by=TOM)

    assert "Maria: The depot lost it." in shown.text
    assert not any("depot" in text for text in support.sent_to("anna"))


async def test_a_case_is_shown_on_the_agents_own_clock(support: Support) -> None:
    case = await support.unhappy()

    here = await support.does(f"case {case.id}")
    there = await support.does(f"case {case.id}", by=replace(TOM, timezone="Asia/Tokyo"))

    assert "First reply by 4 May 2026, 14:00." in here.text
    assert "First reply by 4 May 2026, 23:00." in there.text
    assert labels(here) == ["Take it", "Reply", "Later", "Hand over", "Resolve"]
    assert all(button.is_new for button in here.buttons)


async def test_resolved_cases_can_be_opened_again(support: Support) -> None:
    case = await support.unhappy()
    await support.does(f"case resolve {case.id} other")

    late = await support.does(f"case claim {case.id}", by=TOM)
    assert late.text == f"Case {case.id} is resolved. To go on with it, open it again first."
    again = await support.does(f"case reopen {case.id}", by=TOM)

    assert again.text == f"Case {case.id} is open again, and yours."
    assert support.case(case.id).state == "claimed"


async def test_the_case_of_another_team_is_as_if_it_were_none(support: Support) -> None:
    support.clock.advance(timedelta(seconds=1))
    support.room("Leads", "-77")
    case = await support.unhappy()
    stranger = agent(5, "Zoe", team="Leads", room="-77")

    answer = await support.does(f"case {case.id}", by=stranger)
    nowhere = await support.does("case 7K2M9QXD", by=stranger)
    listed = await support.does("cases", by=stranger)

    assert answer.text == f"You have no case {case.id}. /cases shows those you have."
    assert nowhere.text == answer.text.replace(case.id, "7K2M9QXD")
    assert listed.text == "No case here. All is quiet."


GRANTS = st.builds(
    Grant,
    role=st.sampled_from(("customer", "agent", "manager", "admin")),
    journey=st.sampled_from([None, "shop", "other"]),
    team=st.sampled_from([None, "Service", "Leads", "Nowhere"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    grants=st.frozensets(GRANTS, max_size=3),
    teams=st.permutations(("Service", "Leads", "Nowhere")),
    line=st.sampled_from(
        ["case {}", "case claim {}", "case reply {} hello", "case resolve {} fixed", "cases"]
    ),
)
def test_a_case_is_there_for_its_team_alone_whoever_asks_and_whatever_for(
    support: Support, grants: frozenset[Grant], teams: tuple[str, ...], line: str
) -> None:
    """`Nowhere` has no room, so that its cases are any agent's."""
    if not support.app.store.open_cases():
        support.room("Leads", "-77")
        asyncio.run(support.unhappy())
    (kept,) = support.app.store.open_cases()
    case = replace(kept, team=teams[0], state="open", owner=None, revision=kept.revision + 1)
    changes = Changes(cases={case.id: case}, cases_follow={case.id: kept.revision})
    support.app.store.save(changes, now=support.clock.now())
    by = replace(MARIA, rights=Rights(grants), room=None, team=None, address="elsewhere")

    answer = asyncio.run(support.does(line.format(case.id), by=by))

    own = [each for each in grants if each.role in {"agent", "admin"} and each.journey in {None, "shop"}]
    may = bool(own) if case.team == "Nowhere" else any(each.team in {None, case.team} for each in own)
    assert (case.id in answer.seen and not answer.is_refusal) is may
    assert may or "Anna" not in answer.text
    if not may:
        assert support.case(case.id) == case


async def test_whoever_is_no_agent_sees_no_case(support: Support) -> None:
    case = await support.unhappy()

    answer = await support.does(f"case {case.id}", by=replace(MARIA, rights=Rights()))

    assert answer.is_refusal
    assert "Anna" not in answer.text


async def test_cases_are_listed_by_whose_they_are_and_what_is_late(support: Support) -> None:
    anna = await support.unhappy("anna")
    support.clock.advance(timedelta(minutes=5))
    ben = await support.unhappy("ben", name="Ben Koch")
    await support.does(f"case claim {ben.id}")

    everything = await support.does("cases")
    assert everything.text.splitlines()[0] == "**2 cases wait**"
    assert everything.text.index(anna.id) < everything.text.index(ben.id)
    assert (await support.does("cases mine")).text.count("Ben Koch") == 1
    assert "Anna Berger" in (await support.does("cases open")).text
    assert (await support.does("cases overdue")).text == "No case here. All is quiet."
    support.clock.advance(timedelta(hours=2))
    assert "**2 cases are late**" in (await support.does("cases overdue")).text
    assert "Late since 4 May 2026, 14:00." in (await support.does("cases late")).text
    assert "**2 cases are with team Service**" in (await support.does("cases team")).text
    assert "do you mean “overdue”?" in (await support.does("cases overdu")).text


async def test_words_that_are_no_command_are_told_what_there_is(support: Support) -> None:
    case = await support.unhappy()

    assert "/case claim 7K2M9QXD" in (await support.does("case")).text
    assert "Which case?" in (await support.does("case reply")).text
    assert "do you mean “resolve”?" in (await support.does(f"case resolv {case.id}")).text
    assert (await support.does(f"case {case.id} claim")).text.startswith(f"Case {case.id} is yours")


async def test_everything_is_said_in_german(support: Support) -> None:
    case = await support.unhappy()
    frau = replace(MARIA, language="de")

    assert (await support.does(f"case nehmen {case.id}", by=frau)).text.endswith("Vielen Dank!")
    assert "**1 Fall wartet**" in (await support.does("cases alle", by=frau)).text


async def test_the_card_tells_who_had_the_customer_asked_and_who_wants_them_left_in_peace(
    support: Support,
) -> None:
    await support.reaches("anna", at="shelf")
    await support.does("followup anna courier She called about a dent.")
    support.says("anna", "1")
    await support.does("veto anna box")
    (case,) = support.app.store.open_cases()

    shown = await support.does(f"case {case.id}")

    assert "Maria had us ask: “She called about a dent.”" in shown.text
    assert "One of you said to ask this customer nothing more" in shown.text


@pytest.mark.parametrize("words", ["case said {id} On my way!", "case reply {id} #3"])
async def test_what_may_be_for_anybody_is_sent_to_nobody_before_that_is_said(
    support: Support, words: str
) -> None:
    case = await support.unhappy()
    said = words.rpartition("} ")[2]

    asked = await support.does(words.format(id=case.id))
    assert asked.text == f"Case {case.id}: we are not sure whom this is for, so nobody has it yet. “{said}”"
    assert labels(asked) == ["Send to Anna Berger", "Keep as a note"]
    assert not any(said in text for text in support.sent_to("anna"))
    await support.does(command_of(asked, "Send to Anna Berger"))

    assert any(text.endswith(f"writes:\n\n{said}") for text in support.sent_to("anna"))


async def test_words_on_no_case_in_particular_are_asked_which_case_they_are_for(support: Support) -> None:
    nobody = await support.does("case said I call them")
    case = await support.unhappy()

    asked = await support.does("case said I call them")
    again = await support.does(command_of(asked, f"{case.id} Anna Berger"))

    assert nobody.text == ""
    assert asked.text == "Which case is this for? “I call them”"
    assert labels(again) == ["Send to Anna Berger", "Keep as a note"]


async def test_whatever_is_said_of_a_case_can_be_replied_to_by_any_colleague(support: Support) -> None:
    case = await support.unhappy()

    told = {
        await heard_by(support, f"case {case.id}"): f"/case reply {case.id}",
        await heard_by(support, f"case snooze {case.id}"): f"/case snooze {case.id}",
        await heard_by(support, f"case claim {case.id}"): f"/case said {case.id}",
        await heard_by(support, "cases"): "/case said",
    }

    for prompt, wants in told.items():
        put = support.app.store.find_put(prompt)
        assert put is not None
        assert put.prompt.hears == wants
        assert put.prompt.wants in {None, wants}


async def heard_by(support: Support, line: str) -> str:
    prompt = support.post(await support.does(line))
    assert is_for_colleagues(prompt)
    return prompt


async def test_a_colleague_who_is_mentioned_is_called_by_name(support: Support) -> None:
    case = await support.unhappy()
    anna = support.app.store.load(Wanted(external_ids=frozenset({"anna"}))).by_external_id["anna"]
    place = Address(channel="telegram", address=f"{ROOM}/4711", customer=anna, created_at=NOON)
    support.app.store.save(Changes(addresses={("telegram", place.address): place}), now=NOON)

    told = await support.does(f"case hand {case.id} <@4711>")

    owner = support.case(case.id).owner
    assert owner is not None
    assert told.text == f"Case {case.id} is with {owner.name} now."
    assert owner.name == "Anna Berger"


async def test_a_german_is_told_acts_in_german_each_of_which_is_understood(support: Support) -> None:
    case = await support.unhappy()
    german = replace(MARIA, language="de")

    wrong = await support.does(f"case tun {case.id}", by=german)
    acts = re.findall(r"nehmen|antworten|später|übergeben|lösen|öffnen|freigeben|notiz", wrong.text)
    asked = [await support.does(f"case {act} {case.id}", by=german) for act in acts]

    assert len(acts) == 8
    assert not any("geht bei einem Fall nicht" in each.text for each in asked)
    assert "case nehmen 7K2M9QXD" in (await support.does("case", by=german)).text
