"""Cases at work: what colleagues do about them, what the room and the customer are told, and when."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from feedback.case_deeds import Deed, DeedAct, DeedDone, DeedRefused
from feedback.case_records import Agent, CaseReason
from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.intake import Due, Touched
from feedback.prompts import Attachment, Carried, Reply
from feedback.records import Address, Customer, OutboxItem
from feedback.store.store import Store
from feedback.team import Team
from feedback.work import Changes, Settlement, Wanted
from tests.feedback.talks import Talk, service_on

JOURNEY = """
id: shop
title: Shop
languages: [en, de]
stages:
  - {id: delivery, title: Delivery, touchpoints: [{id: courier, title: Courier, survey: delivery}]}
surveys:
  - id: delivery
    title: Delivery
    questions:
      - {id: rating, kind: rating, ask: {en: How was it?, de: Wie war es?}}
      - {id: why, kind: text, about: reason, ask: {en: Why?, de: Warum?}}
policy:
  wait: 0s
  fresh_for: 7d
  cases: [{score: -1}]
  sla:
    first_reply: 2h
    resolve: 8h
    escalate: [{after: 0.5}, {after: 1, team: Leads}]
  danger:
    call: {en: Please call 112 now., de: Rufen Sie bitte jetzt 112 an.}
"""
ROOM, LEADS = "-99", "-77"
MARIA = Agent(channel="telegram", address="-99/1", name="Maria")
TOM = Agent(channel="telegram", address="-99/2", name="Tom")


@dataclass
class Floor:
    """A customer in the web chat, a team in its room, and cases between them."""

    talk: Talk
    keys: int = field(default=0)

    @property
    def store(self) -> Store:
        return self.talk.store

    def room(self, name: str, address: str, *, language: str | None = None) -> None:
        self.talk.clock.advance(timedelta(seconds=1))
        now = self.talk.clock.now()
        self.store.invite_team(name, f"TEAM{abs(int(address)):04}", now=now, until=now + timedelta(days=1))
        kept = self.store.load(Wanted(invites=frozenset({f"TEAM{abs(int(address)):04}"}))).teams[name]
        self.store.save(_room(name, address, kept, language=language, now=now), now=now)

    def unhappy(self, *words: str, address: str = "a1", customer: str = "anna") -> None:
        """Let a customer be asked, tap the worst face, and write."""
        self.keys += 1
        self.talk.handle(self.talk.touch(f"order-{self.keys}", customer=customer, address=address))
        self.sent()
        self.says("1", address=address)
        for each in words:
            self.says(each, address=address)

    def says(
        self, text: str, *, address: str = "a1", prompt: str | None = None, tap: str | None = None
    ) -> None:
        choices = () if tap is None else (tap,)
        reply = Reply(prompt=prompt, choices=choices, text=None if tap else text)
        self.talk.handle(self.talk.heard(reply, address=address))

    def does(
        self,
        act: DeedAct,
        *,
        by: Agent = MARIA,
        key: str | None = None,
        case: str | None = None,
        text: str | None = None,
        team: str | None = None,
        until: datetime | None = None,
        reason: CaseReason | None = None,
    ) -> DeedDone | DeedRefused:
        self.keys += 1
        deed = Deed(
            case=case or self.store.open_cases()[0].id, act=act, by=by, key=key or f"deed-{self.keys}",
            at=self.talk.clock.now(), text=text, team=team, until=until, reason=reason,
        )  # fmt: skip
        (result,) = self.talk.handle(deed)
        assert isinstance(result, DeedDone | DeedRefused)
        return result

    def touched(self, source_id: str) -> Touched:
        (result,) = self.talk.handle(self.talk.touch(source_id))
        assert isinstance(result, Touched)
        return result

    def sent(self) -> list[tuple[str, str, str | None]]:
        """Return what went out: to which address, in which words, and which message it amends."""
        return [(item.address, item.prompt.text, item.amends) for item in self.items()]

    def items(self) -> list[OutboxItem]:
        now = self.talk.clock.now()
        items = self.store.claim_outbox(
            now=now, limit=99, lease=timedelta(minutes=1), owner="t", channels={"web", "telegram"}
        )
        settled = [Settlement(id=item.id, owner="t", state="sent", receipt=f"r/{item.id}") for item in items]
        self.store.settle_outbox(settled, now=now)
        return sorted(items, key=lambda item: item.id)

    def asked(self) -> OutboxItem:
        """Return the message that asks whether it is fixed, or whether to erase everything."""
        (found,) = [item for item in self.items() if item.address == "a1" and item.prompt.shape.choices]
        return found

    def pass_time(self, length: timedelta) -> None:
        """Let time pass, and every timer that comes meanwhile."""
        until = self.talk.clock.now() + length
        while due := self.store.due_timers(now=until, limit=1):
            if due[0].due_at > self.talk.clock.now():
                self.talk.clock.advance(due[0].due_at - self.talk.clock.now())
            self.talk.handle(Due(timer=due[0], at=self.talk.clock.now()))
        self.talk.clock.advance(until - self.talk.clock.now())


def _room(name: str, address: str, team: Team, *, language: str | None, now: datetime) -> Changes:
    room = Customer(id=f"room-{name}", external_id=None, language=language, created_at=now)
    return Changes(
        customers={room.id: room},
        addresses={
            ("telegram", address): Address(
                channel="telegram", address=address, customer=room.id, created_at=now
            )
        },
        teams={name: replace(team, room=room.id, joined_at=now, code_until=None)},
    )


@pytest.fixture
def floor(store: Store, clock: FakeClock, new_id: NewId) -> Floor:
    service = service_on(
        store, clock=clock, new_id=new_id, journey=JOURNEY, channels=frozenset({"web", "telegram"})
    )
    made = Floor(Talk(store, service, clock))
    made.room("Service", ROOM)
    return made


def test_an_unhappy_answer_opens_a_case_and_shows_it_to_the_team_with_what_was_said(floor: Floor) -> None:
    floor.unhappy("dreadfully slow")

    (case,) = floor.store.open_cases()
    assert (case.team, case.state, case.causes, case.before) == ("Service", "open", ("score",), -2.0)
    assert [(told.question, told.given, told.words) for told in case.told] == [
        ("rating", "1 of 5, very bad", None),
        ("why", None, "dreadfully slow"),
    ]
    (card,) = [item for item in floor.items() if item.address == ROOM]
    assert card.prompt.text.splitlines()[:2] == [
        f"Case {case.id}: a customer without a name",
        "Nobody has it yet.",
    ]
    assert "How was it? 1 of 5, very bad\n" in card.prompt.text
    assert [choice.value for choice in card.prompt.shape.choices] == [
        f"//case {deed} {case.id}" for deed in ("claim", "reply", "snooze", "hand", "resolve")
    ]


def test_a_happy_answer_opens_none_and_neither_does_a_survey_that_says_so(floor: Floor) -> None:
    floor.talk.handle(floor.talk.touch("order-1"))
    floor.says("5")

    assert floor.store.open_cases() == ()


def test_a_further_unhappy_answer_joins_the_case_and_is_told_in_the_room(floor: Floor) -> None:
    floor.talk.handle(floor.talk.touch("order-1"))
    floor.talk.clock.advance(timedelta(minutes=20))
    floor.talk.handle(floor.talk.touch("order-2"))
    floor.says("1")
    floor.says("slow")  # ends the survey put last
    floor.sent()

    floor.says("2")

    (case,) = floor.store.open_cases()
    assert [told.given or told.words for told in case.told] == ["1 of 5, very bad", "slow", "2 of 5, bad"]
    assert [text for where, text, amends in floor.sent() if where == ROOM and amends is None] == [
        f"Case {case.id}: the customer was unhappy once more."
    ]


def test_the_card_shows_what_became_of_the_case_in_its_place(floor: Floor) -> None:
    floor.unhappy()
    (card,) = [item for item in floor.items() if item.address == ROOM]

    done = floor.does("claim")

    assert isinstance(done, DeedDone)
    ((where, text, amends),) = floor.sent()
    assert (where, amends) == (ROOM, f"r/{card.id}")
    assert text.splitlines()[1] == "Maria has it."


def test_what_happened_while_a_card_was_on_its_way_is_shown_a_little_later(floor: Floor) -> None:
    floor.unhappy("dreadfully slow")
    floor.sent()

    floor.pass_time(timedelta(seconds=15))

    ((where, text, _),) = floor.sent()
    assert where == ROOM
    assert "dreadfully slow" in text


def test_of_two_who_tap_at_once_one_has_it_and_the_other_is_told_who(floor: Floor) -> None:
    floor.unhappy()
    (case,) = floor.store.open_cases()
    now = floor.talk.clock.now()
    deeds = [Deed(case=case.id, act="claim", by=by, key=by.name, at=now) for by in (MARIA, TOM)]

    first, second = floor.talk.handle(*deeds)

    assert isinstance(first, DeedDone)
    assert isinstance(second, DeedRefused)
    assert (second.reason, second.by) == ("taken", MARIA)
    assert floor.store.open_cases()[0].owner == MARIA


def test_the_same_deed_twice_is_done_once(floor: Floor) -> None:
    floor.unhappy()
    floor.sent()

    floor.does("reply", text="We are sorry!", key="same")
    again = floor.does("reply", text="We are sorry!", key="same")

    assert isinstance(again, DeedDone)
    assert again.is_repeat
    assert [text for where, text, _ in floor.sent() if where == "a1"] == [
        "Maria from support, a person, writes:\n\nWe are sorry!"
    ]


def test_a_reply_reaches_the_customer_and_their_answer_the_room_and_the_case(floor: Floor) -> None:
    floor.unhappy("dreadfully slow")
    floor.does("reply", text="We are sorry! Which parcel?")
    floor.sent()

    floor.says("the red one")

    (case,) = floor.store.open_cases()
    assert (case.state, case.owner) == ("claimed", MARIA)
    assert [(line.kind, line.text) for line in floor.store.case_story(case.id)][-2:] == [
        ("replied", "We are sorry! Which parcel?"),
        ("wrote", "the red one"),
    ]
    sent = floor.items()
    (news,) = [each for each in sent if each.address == ROOM and each.amends is None]
    assert news.prompt.text == f"Case {case.id} – a customer without a name writes:\n\nthe red one"
    assert (news.prompt.id, news.prompt.wants) == (f"news-{case.id}.{case.prompts}", f"/case reply {case.id}")
    assert [each for each in sent if each.address == "a1"] == []


def test_who_writes_again_before_anybody_has_replied_is_told_that_it_is_passed_on(floor: Floor) -> None:
    floor.unhappy("dreadfully slow")
    floor.sent()

    floor.says("is anybody there?")

    sent = floor.sent()
    assert [text for where, text, _ in sent if where == "a1"] == [
        "Thank you, we have passed that on to our team. A person will write to you here."
    ]
    assert any("is anybody there?" in text for where, text, _ in sent if where == ROOM)


def test_a_customer_nobody_can_write_to_is_not_written_to(floor: Floor) -> None:
    floor.unhappy()
    (case,) = floor.store.open_cases()
    floor.store.settle_outbox(
        [
            Settlement(id=item.id, owner="t", state="failed", failure="gone")
            for item in floor.store.claim_outbox(
                now=floor.talk.clock.now(), limit=9, lease=timedelta(0), owner="t", channels={"web"}
            )
        ],
        now=floor.talk.clock.now(),
    )

    refused = floor.does("reply", text="Sorry!", case=case.id)

    assert isinstance(refused, DeedRefused)
    assert refused.reason == "unreachable"


def test_after_it_is_resolved_the_customer_is_asked_and_no_opens_it_again(floor: Floor) -> None:
    floor.unhappy("dreadfully slow")
    floor.does("claim")
    floor.does("resolve", reason="fixed", text="sent anew")
    (case,) = floor.store.open_cases()
    asked = floor.asked()
    assert asked.prompt.text == "Did we fix it for you? Tap, or tell us in your own words."
    assert [choice.value for choice in asked.prompt.shape.choices] == ["yes", "no"]

    floor.says("", prompt=asked.prompt.id, tap="no")

    (again,) = floor.store.open_cases()
    assert (again.state, again.owner, again.reopened, again.is_fixed) == ("reopened", MARIA, 1, False)
    texts = [text for where, text, amends in floor.sent() if amends is None]
    assert f"Case {case.id}: the customer says it is not fixed. It is open again." in texts
    assert any(text.startswith("We are sorry. Our team") for text in texts)


def test_a_typed_yes_ends_the_case_and_other_words_reach_the_team(floor: Floor) -> None:
    floor.unhappy("dreadfully slow")
    floor.does("resolve", reason="fixed")
    floor.sent()

    floor.says("well, the box is awful")
    (asked,) = floor.store.open_cases()
    assert asked.state == "asked"
    assert asked.after is not None
    floor.says("yes")

    assert floor.store.open_cases() == ()
    closed = floor.store.case(asked.id)
    assert closed is not None
    assert (closed.state, closed.is_fixed) == ("closed", True)


@pytest.mark.parametrize(("words", "state"), [("No, not yet", "reopened"), ("ja, alles gut!", "closed")])
def test_what_a_button_says_can_be_typed(floor: Floor, words: str, state: str) -> None:
    floor.unhappy("dreadfully slow")
    floor.does("resolve", reason="fixed")
    (case,) = floor.store.open_cases()
    floor.sent()

    floor.says(words)

    after = floor.store.case(case.id)
    assert after is not None
    assert after.state == state


def test_a_late_no_opens_a_closed_case_again(floor: Floor) -> None:
    floor.unhappy()
    floor.does("resolve", reason="fixed")
    asked = floor.asked()
    floor.pass_time(timedelta(days=4))
    assert floor.store.open_cases() == ()

    floor.says("", prompt=asked.prompt.id, tap="no")

    (again,) = floor.store.open_cases()
    assert again.state == "reopened"


def test_who_is_silent_is_the_teams_again_and_a_snooze_ends(floor: Floor) -> None:
    floor.unhappy()
    floor.does("reply", text="Sorry!")
    floor.pass_time(timedelta(days=3))
    (case,) = floor.store.open_cases()
    assert case.state == "claimed"

    floor.does("snooze", until=floor.talk.clock.now() + timedelta(hours=2))
    floor.sent()
    floor.pass_time(timedelta(hours=2))

    assert floor.store.open_cases()[0].state == "claimed"
    assert f"Case {case.id}: you wanted to come back to it now." in [text for _, text, _ in floor.sent()]


def test_a_case_that_waits_is_told_of_at_half_its_time_and_to_the_leads_at_the_end(floor: Floor) -> None:
    floor.room("Leads", LEADS, language="de")
    floor.unhappy()
    (case,) = floor.store.open_cases()
    floor.sent()

    floor.pass_time(timedelta(hours=1))
    early = [(where, text) for where, text, amends in floor.sent() if amends is None]
    floor.pass_time(timedelta(hours=1))
    late = [(where, text) for where, text, amends in floor.sent() if amends is None]

    assert early == [(ROOM, early[0][1])]
    assert early[0][1].startswith(f"Case {case.id} waits for a first reply, until ")
    assert {where for where, _ in late} == {ROOM, LEADS}
    german = [text for where, text in late if where == LEADS]
    assert any(text.startswith(f"Fall {case.id}: jemand ohne Namen") for text in german)
    assert any(text.startswith(f"Fall {case.id} hätte bis ") for text in german)


def test_a_case_handed_to_another_team_is_shown_in_its_room(floor: Floor) -> None:
    floor.room("Leads", LEADS)
    floor.unhappy()
    floor.sent()

    assert isinstance(floor.does("hand", team="Leads"), DeedDone)
    unknown = floor.does("hand", team="Nobody")

    assert isinstance(unknown, DeedRefused)
    assert unknown.reason == "unknown_team"
    assert {where for where, _, amends in floor.sent() if amends is None} == {LEADS}


def test_nobody_is_asked_anything_while_their_case_is_open(floor: Floor) -> None:
    floor.unhappy()

    assert floor.touched("again").reason == "open_case"


def test_words_of_danger_end_the_survey_tell_whom_to_call_and_hold_the_customer(floor: Floor) -> None:
    floor.talk.handle(floor.talk.touch("order-1"))
    floor.says("3")
    floor.sent()

    floor.says("I want to kill myself")

    (case,) = floor.store.open_cases()
    assert (case.is_urgent, case.is_held, case.causes) == (True, True, ("danger",))
    sent = floor.sent()
    assert [text for where, text, _ in sent if where == "a1"] == ["Please call 112 now."]
    assert any(text.startswith(f"URGENT – case {case.id}") for where, text, _ in sent if where == ROOM)
    assert floor.talk.store.load(Wanted(addresses=frozenset({("web", "a1")}))).open_sessions == {}

    floor.does("resolve", reason="explained")
    assert floor.touched("order-2").reason == "held"

    assert isinstance(floor.does("release", case=case.id), DeedDone)
    assert floor.touched("order-3").outcome == "ask"


def test_words_of_danger_are_heard_where_no_survey_is_open_and_from_whom_nobody_knows(floor: Floor) -> None:
    floor.says("I want to kill myself", address="stranger")

    (case,) = floor.store.open_cases()
    assert case.told[0].words == "I want to kill myself"
    assert [text for where, text, _ in floor.sent() if where == "stranger"] == ["Please call 112 now."]


def test_what_does_not_fit_a_question_is_heard_as_well_and_not_asked_again(floor: Floor) -> None:
    floor.talk.handle(floor.talk.touch("order-1"))
    floor.sent()

    floor.says("I want to kill myself")

    assert [text for where, text, _ in floor.sent() if where == "a1"] == ["Please call 112 now."]
    assert floor.store.open_cases()[0].is_held


def test_with_everything_of_a_customer_their_case_goes_and_its_card_says_so(floor: Floor) -> None:
    floor.unhappy("dreadfully slow")
    (card,) = [item for item in floor.items() if item.address == ROOM]
    floor.talk.handle(floor.talk.ordered("forget"))
    asked = floor.asked()

    floor.says("", prompt=asked.prompt.id, tap="yes")

    assert floor.store.open_cases() == ()
    gone = [(text, amends) for where, text, amends in floor.sent() if where == ROOM]
    assert gone == [("This customer had everything about them erased, this case too.", f"r/{card.id}")]


def test_a_reply_to_the_persons_message_goes_to_them_also_while_a_survey_is_open(floor: Floor) -> None:
    floor.talk.handle(floor.talk.touch("order-1"))
    floor.talk.clock.advance(timedelta(minutes=20))
    floor.talk.handle(floor.talk.touch("order-2"))
    floor.says("1")
    floor.says("slow")  # ends the survey put last; the other one is still open
    floor.sent()
    floor.does("reply", text="Which parcel?")
    (written,) = [item for item in floor.items() if item.address == "a1"]

    photo = Attachment(kind="photo", reference="file-7", name="lamp.jpg")
    reply = Reply(text="the red one", on=f"r/{written.id}", message="m1", attachments=(photo,))
    floor.talk.handle(floor.talk.heard(reply))

    (case,) = floor.store.open_cases()
    assert floor.store.case_story(case.id)[-1].text == "the red one"
    (told,) = [item for item in floor.items() if item.address == ROOM and item.amends is None]
    assert told.prompt.text.endswith("the red one\n[a picture (lamp.jpg)]")
    assert told.prompt.carried == (Carried(channel="web", address="a1", attachment=photo),)


def test_a_customer_can_have_their_case_but_not_what_the_team_was_shown(floor: Floor) -> None:
    floor.unhappy("dreadfully slow")
    floor.does("reply", text="We are sorry!")
    floor.says("It broke")
    floor.items()

    floor.talk.handle(floor.talk.ordered("mydata"))

    (given,) = [item for item in floor.items() if item.address == "a1"]
    readable, machine = given.prompt.documents
    told = json.loads(machine.text)
    (case,) = told["cases"]
    assert [line["what"] for line in case["story"]] == ["opened", "joined", "replied", "wrote"]
    assert "Take it" not in machine.text
    assert "Maria" in machine.text  # in the message that she wrote, and nowhere else
    assert machine.text.count("Maria") == 1
    assert "You wrote: It broke" in readable.text
    assert "Nobody has it yet." not in readable.text


def test_a_case_opened_where_no_team_has_a_room_is_shown_once_there_is_one(
    store: Store, clock: FakeClock, new_id: NewId
) -> None:
    service = service_on(
        store, clock=clock, new_id=new_id, journey=JOURNEY, channels=frozenset({"web", "telegram"})
    )
    floor = Floor(Talk(store, service, clock))
    floor.unhappy("dreadfully slow")
    assert [where for where, _, _ in floor.sent() if where != "a1"] == []

    floor.room("Service", ROOM)
    floor.pass_time(timedelta(hours=1))  # half of the time to a first reply

    shown = [text.splitlines()[0] for where, text, _ in floor.sent() if where == ROOM]
    (case,) = floor.store.open_cases()
    assert f"Case {case.id}: a customer without a name" in shown
