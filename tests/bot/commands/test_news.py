"""Who named it and wants to hear what was done is told once; nobody else is, and few are never counted."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.actor import Actor
from bot.briefing.newsagent import Newsagent
from feedback.dossier_files import documents_of
from feedback.hearing_back import HearBack, audience, may_be_asked, wants_to_hear
from feedback.intake import Heard, Heeded
from feedback.opportunity_overlay import OpportunityEdit
from feedback.prompts import Reply
from feedback.records import Customer, InboxItem, OutboxItem
from feedback.rights import Grant, Rights
from feedback.work import Changes, Wanted
from tests.bot.commands.support import JOURNEY, NOON, TOM, Support, command_of, labels, support_in

SHOP = JOURNEY.replace("scorer: rating\n", "").replace("  cases: [{score: -1}]\n", "  hear_back: true\n") + (
    "themes: [{id: late, title: {en: Lateness, de: Verspätung}, phrases: [came too late, zu spät]}]\n"
    "opportunities:\n"
    "  - {id: faster, title: A second van, stage: delivery, theme: late, status: doing}\n"
    "  - {id: softer, title: Softer boxes, stage: delivery, status: idea}\n"
)
BOSS = Actor(
    id="boss",
    channel="web",
    address="boss",
    language="en",
    timezone="UTC",
    rights=Rights(frozenset({Grant(role="manager"), Grant(role="admin")})),
)
WEEK = timedelta(weeks=1)


@pytest.fixture
def support(tmp_path: Path) -> Iterator[Support]:
    with support_in(tmp_path, journey=SHOP) as found:
        yield found


def customer_of(support: Support, name: str) -> Customer:
    found = support.app.store.load(Wanted(external_ids=frozenset({name})))
    return found.customers[found.by_external_id[name]]


def by_customer(support: Support, name: str, **more: str) -> Actor:
    customer = customer_of(support, name)
    known = Actor(id=customer.id, channel="web", address=name, language="en", timezone="UTC", rights=Rights())
    return replace(known, **more)  # type: ignore[arg-type] # fields of text


async def complain(support: Support, *names: str) -> None:
    """Let customers say that it came too late, and finish."""
    for name in names:
        await support.reaches(name, name=None)
        support.says(name, "1")
        support.says(name, "it came too late")
    support.app.store.sweep_dirty(
        limit=999, scorers={"shop": (support.app.scorer.name, support.app.scorer.version)}
    )


def done(support: Support, opportunity: str = "faster") -> None:
    edit = OpportunityEdit(
        id=support.key(), opportunity=opportunity, change="set", status="done", at=support.clock.now(), by="t"
    )
    support.app.store.add_opportunity_edit("shop", edit)


def news_to(support: Support, name: str) -> list[OutboxItem]:
    return [item for item in support.outbox() if item.address == name and item.priority == 9]


def newsagent(support: Support) -> Newsagent:
    return Newsagent(
        counter=replace(support.app.clerk.counter, now=support.clock.now),
        scorer=lambda: (support.app.scorer.name, support.app.scorer.version),
        writer=support.app.writer,
        handled=lambda: None,
    )


NAMES = tuple(f"c{number}" for number in range(7))


async def test_those_who_named_it_and_agreed_are_told_once(support: Support) -> None:
    await complain(support, *NAMES)
    for name in NAMES[:6]:
        await support.does("news yes", by=by_customer(support, name))
    await support.does("news no", by=by_customer(support, "c0"))
    done(support)

    shown = await support.does("news faster", by=BOSS)
    sent = await support.does(command_of(shown, "Send it"), by=BOSS)
    again = await support.does("news send faster", by=BOSS)

    assert (
        "You told us about Lateness at Delivery. We have done something about it: A second van." in shown.text
    )
    assert "7 customers named it." in shown.text
    assert sent.text == "On its way, to everybody who wants to hear of it."
    assert again.text == "Nobody is left who wants to hear of it."
    assert [len(news_to(support, name)) for name in NAMES] == [0, 1, 1, 1, 1, 1, 0]
    (item,) = news_to(support, "c1")
    assert item.priority == 9


async def test_few_who_named_it_are_neither_told_nor_counted(support: Support) -> None:
    await complain(support, "c0", "c1")
    for name in ("c0", "c1"):
        await support.does("news yes", by=by_customer(support, name))
    done(support)

    shown = await support.does("news faster", by=BOSS)
    sent = await support.does("news send faster", by=BOSS)

    assert shown.is_refusal
    assert "Fewer than 5 customers named this" in shown.text
    assert sent.is_refusal
    assert news_to(support, "c0") == []


async def test_who_stopped_or_rests_is_not_told(support: Support) -> None:
    await complain(support, *NAMES)
    for name in NAMES:
        await support.does("news yes", by=by_customer(support, name))
    support.keep(replace(customer_of(support, "c0"), stopped_at=NOON))
    support.keep(replace(customer_of(support, "c1"), paused_until=NOON + WEEK))
    support.keep(replace(customer_of(support, "c2"), consent="withdrawn"))
    done(support)

    await support.does("news send faster", by=BOSS)

    assert [len(news_to(support, name)) for name in NAMES] == [0, 0, 0, 1, 1, 1, 1]


async def test_who_wrote_words_of_danger_is_not_told_before_a_person_has_seen_to_them(tmp_path: Path) -> None:
    watched = SHOP.replace("policy:\n", "policy:\n  danger: {call: Call 112.}\n")
    with support_in(tmp_path, journey=watched) as support:
        await complain(support, *NAMES)
        for name in NAMES:
            await support.does("news yes", by=by_customer(support, name))
        await support.reaches("c0", name=None)
        support.says("c0", "I want to kill myself")
        done(support)

        await support.does("news send faster", by=BOSS)

        assert [len(news_to(support, name)) for name in NAMES[:2]] == [0, 1]


async def test_what_a_customer_replies_to_it_is_taken_for_no_colleagues_words(support: Support) -> None:
    await complain(support, *NAMES)
    for name in NAMES:
        await support.does("news yes", by=by_customer(support, name))
    done(support)
    await support.does("news send faster", by=BOSS)
    (item,) = news_to(support, "c1")
    key, now = support.key(), support.clock.now()
    raw = InboxItem(channel="web", key=key, address="c1", payload=b"{}", received_at=now)
    support.app.store.put_inbox([raw])

    reply = Reply(prompt=item.prompt.id, text="Thank you!")
    (result,) = support.app.service.handle([Heard(channel="web", key=key, address="c1", reply=reply, at=now)])

    assert isinstance(result, Heeded)
    assert result.heed != "taken_down"


async def test_a_customer_reads_it_in_their_language_and_outside_quiet_hours(tmp_path: Path) -> None:
    with support_in(
        tmp_path, journey=SHOP.replace("policy:", "policy:\n  quiet_hours: {start: '11:00', end: '15:00'}")
    ) as support:
        support.clock.advance(timedelta(hours=-2))
        await complain(support, *NAMES)
        for name in NAMES:
            await support.does("news yes", by=by_customer(support, name))
        support.keep(replace(customer_of(support, "c0"), language="de"))
        support.clock.advance(timedelta(hours=2))
        done(support)

        await support.does("news send faster", by=BOSS)
        before = news_to(support, "c0")
        support.orders("c1", "stop")
        support.orders("c2", "pause")
        await support.does("news no", by=by_customer(support, "c3"))
        support.clock.advance(timedelta(hours=3))
        (item,) = news_to(support, "c0")

        assert before == []
        assert [len(news_to(support, name)) for name in NAMES] == [1, 0, 0, 0, 1, 1, 1]
        assert item.prompt.text.startswith("Sie haben uns von Verspätung bei Delivery erzählt.")
        assert item.prompt.language == "de"


async def test_what_is_not_done_is_not_told(support: Support) -> None:
    await complain(support, *NAMES)

    nothing = await support.does("news", by=BOSS)
    done(support)
    listed = await support.does("news", by=BOSS)
    unknown = await support.does("news fastr", by=BOSS)

    assert nothing.text.startswith("Nothing is done yet")
    assert command_of(nothing, "A second van") == "/news done faster"
    assert labels(listed) == ["A second van", "Something else is done …"]
    assert labels(await support.does("news done", by=BOSS)) == ["Softer boxes"]
    assert unknown.is_refusal
    assert command_of(unknown, "A second van") == "/news faster"


async def test_a_tap_says_that_something_is_done_and_shows_what_would_go_out(support: Support) -> None:
    await complain(support, *NAMES)
    for name in NAMES:
        await support.does("news yes", by=by_customer(support, name))

    early = await support.does("news faster", by=BOSS)
    shown = await support.does(command_of(early, "It is done"), by=BOSS)
    again = await support.does("news done faster", by=BOSS)
    undone = await support.does(command_of(shown, "Not done after all"), by=replace(BOSS, language="de"))

    assert early.text == "“A second van” is not done yet."
    assert shown.text.startswith("“A second van” is done now")
    assert "7 customers named it." in shown.text
    assert command_of(shown, "Send it") == command_of(again, "Send it") == "/news send faster"
    assert undone.text == "„A second van“ ist noch nicht getan. Das ist notiert."
    assert (await support.does("news", by=BOSS)).text.startswith("Nothing is done yet")
    statuses = [each.status for each in support.app.store.opportunity_edits("shop")]
    assert statuses == ["done", "doing"]


async def test_what_cannot_be_told_when_it_is_done_is_said_with_the_reason(support: Support) -> None:
    nameless = await support.does("news erledigt softer", by=replace(BOSS, language="de"))
    wrong = await support.does("news done fastr", by=BOSS)
    await support.does("news done faster", by=BOSS)

    assert "aftertouch opportunities --set softer --theme THEMA" in nameless.text
    assert labels(nameless) == ["Doch noch nicht getan"]
    assert wrong.text == "We know no opportunity called “fastr”."
    assert command_of(wrong, "A second van") == "/news done faster"
    assert (await support.does("news done", by=BOSS)).text.startswith("No opportunity is open.")
    customer = replace(BOSS, rights=Rights())
    assert "Shall we write to you" in (await support.does("news done faster", by=customer)).text


async def test_customers_are_asked_once_after_a_survey_in_which_they_named_something(
    support: Support,
) -> None:
    await complain(support, "c0")
    agent = newsagent(support)

    early = await agent.turn()
    support.clock.advance(timedelta(minutes=5))
    first, second = await agent.turn(), await agent.turn()

    assert (early, first, second) == (0, 1, 0)
    asked = [item for item in support.outbox() if item.priority == 9]
    assert [item.address for item in asked] == ["c0"]
    assert [each.value for each in asked[0].prompt.shape.choices] == ["/news yes", "/news no"]
    assert asked[0].prompt.text.startswith("Shop works on what customers tell us.")


async def test_customers_are_asked_in_the_name_of_the_company(tmp_path: Path) -> None:
    with support_in(tmp_path, journey=SHOP + "company: {name: Birch & Co.}\n") as support:
        await complain(support, "c0")
        support.clock.advance(timedelta(minutes=5))
        await newsagent(support).turn()
        typed = await support.does("news", by=by_customer(support, "c0"))

        (asked,) = [item.prompt for item in support.outbox() if item.priority == 9]
        assert asked.text.startswith("Birch & Co. works on what customers tell us.")
        assert typed.text == asked.text


async def test_who_is_pleased_or_stopped_is_not_asked(support: Support) -> None:
    await complain(support, "c1")
    support.keep(replace(customer_of(support, "c1"), stopped_at=NOON))
    await support.reaches("c2", name=None)
    support.says("c2", "5")
    support.says("c2", "all good")
    support.clock.advance(timedelta(minutes=5))

    assert await newsagent(support).turn() == 0


async def test_what_a_customer_says_is_kept_with_the_version_and_goes_with_them(support: Support) -> None:
    await complain(support, "c0")
    customer = customer_of(support, "c0").id
    answer = await support.does("news ja", by=by_customer(support, "c0", language="de"))

    (note,) = support.app.store.hear_back("shop", {customer})[customer]
    assert answer.text.startswith("Danke!")
    assert (note.kind, note.version, note.language) == ("yes", "1", "de")
    assert len(note.wording_hash) == 64
    support.app.store.save(Changes(erased=[customer]), now=NOON)
    assert support.app.store.hear_back("shop", {customer}) == {}


def note(kind: str, *, at: int = 0, subject: str = "") -> HearBack:
    return HearBack(
        id=f"{kind}{at}",
        customer="a",
        journey="shop",
        kind=kind,  # type: ignore[arg-type] # one of the four
        subject=subject,
        at=NOON + timedelta(hours=at),
    )


def test_the_last_word_counts() -> None:
    assert wants_to_hear([note("no"), note("yes", at=1)])
    assert not wants_to_hear([note("yes"), note("no", at=1)])
    assert not wants_to_hear([note("asked")])
    assert may_be_asked([note("told", subject="x")])
    assert not may_be_asked([note("asked")])


def test_nobody_is_told_the_same_twice() -> None:
    people = {name: Customer(id=name, external_id=None, created_at=NOON) for name in "abcdef"}
    notes = {name: [note("yes"), note("told", at=1, subject="faster")] for name in "abc"}
    notes |= {name: [note("yes"), note("told", at=1, subject="other")] for name in "def"}

    found = audience(
        list(people), customers=people.get, notes=lambda each: notes[each], subject="faster", k=5
    )

    assert found.reached == ("d", "e", "f")
    assert found.named == 6


@pytest.mark.parametrize("words", ["c0", "C0 please"])
async def test_why_tells_agents_what_was_decided_and_nothing_that_was_said(
    support: Support, words: str
) -> None:
    await complain(support, "c0")

    answer = await support.does(f"why {words.lower()}", by=TOM)

    assert "The courier" in answer.text
    assert "nothing stood against it" in answer.text
    assert "too late" not in answer.text
    assert answer.is_private
    assert answer.seen == (customer_of(support, "c0").id,)


async def test_why_writes_every_moment_on_the_clock_of_who_asks(support: Support) -> None:
    await complain(support, "c0")

    answer = await support.does("why c0", by=replace(TOM, timezone="Europe/Berlin", language="de"))

    assert "Gefragt am 4. Mai 2026, 14:00" in answer.text
    assert "UTC" not in answer.text


async def test_why_asks_whom_and_names_who_is_unknown(support: Support) -> None:
    asked, unknown = await support.does("why", by=TOM), await support.does("why nobody", by=TOM)

    assert asked.wants == "/why"
    assert "We know nobody by “nobody”." in unknown.text
    assert unknown.is_refusal


async def test_a_customer_reads_in_their_data_what_they_said_and_were_told(support: Support) -> None:
    await complain(support, "c0")
    actor = by_customer(support, "c0")
    await support.does("news yes", by=actor)

    dossier = support.app.store.dossier(actor.id)

    assert dossier is not None
    readable, raw = documents_of(dossier, title="Shop", language="en", at=NOON)
    assert "you wanted to hear back" in readable.text
    assert json.loads(raw.text)["news"]["hearing_back"][0]["what"] == "yes"
