"""Messages that want words: a reply to one, or the next words in private, complete its command."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from feedback.clock import FakeClock
from feedback.completing import Completed, completion
from feedback.desk import Desk
from feedback.errand import Command, Errand
from feedback.ids import NewId
from feedback.intake import Commanded, Heeded, Presumed, Touched
from feedback.prompts import CARD, NEWS, TOLD, Attachment, Prompt, Reply, Shape, is_for_colleagues
from feedback.records import OutboxItem, Wish, WishKind
from feedback.store.store import Store
from feedback.team import TeamPlace
from feedback.work import Changes, Snapshot
from tests.feedback.talks import Talk, service_on


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    talk = Talk(store, service_on(store, clock=clock, new_id=new_id), clock)
    (known,) = talk.handle(given(talk))
    assert isinstance(known, Heeded)
    taken(talk)
    return talk


def given(talk: Talk, *, address: str = "a1") -> Commanded:
    command = Command(channel="web", address=address, name="map")
    key = talk.stored(address)
    return Commanded(channel="web", key=key, address=address, command=command, at=talk.clock.now())


def taken(talk: Talk) -> Sequence[Errand]:
    """Return the errands that wait, and see to them."""
    now = talk.clock.now()
    waiting = talk.store.claim_errands(now=now, limit=9, lease=timedelta(minutes=1))
    talk.store.save(Changes(errands_done=[each.id for each in waiting]), now=now)
    return waiting


def asked(talk: Talk, prompt: str = "p1", *, kind: WishKind = "words", receipt: bool = False) -> None:
    """Ask whoever is at a1 for words."""
    now, owner = talk.clock.now(), owner_of(talk)
    said = Prompt(
        id=prompt, session="", question=None, purpose="answer", text="Your note?", language="en",
        shape=Shape(look="text"), wants="/note 7",
    )  # fmt: skip
    item = OutboxItem(
        id=prompt, customer=owner, session=None, channel="web", address="a1", prompt=said, priority=0,
        due_at=now, created_at=now,
    )  # fmt: skip
    wish = Wish(prompt=prompt, customer=owner, kind=kind, asked_at=now, until=now + timedelta(days=1))
    talk.store.save(Changes(outbox=[item], wishes=[] if is_for_colleagues(prompt) else [wish]), now=now)
    if receipt:
        assert talk.said()


def heed(talk: Talk, reply: Reply, *, address: str = "a1") -> str:
    (heeded,) = talk.handle(talk.heard(reply, address=address))
    assert isinstance(heeded, Heeded)
    return heeded.heed


def owner_of(talk: Talk) -> str:
    known = talk.store.customer_by_address("web", "a1")
    assert known is not None
    return known.id


def test_the_next_words_in_private_complete_the_command(talk: Talk) -> None:
    asked(talk)

    assert heed(talk, Reply(text="Call her\ntomorrow")) == "taken_down"

    (errand,) = taken(talk)
    assert errand.command == Command(
        channel="web", address="a1", name="", words="Call her\ntomorrow", prompt="p1"
    )


def test_words_complete_a_command_once(talk: Talk) -> None:
    asked(talk)
    heed(talk, Reply(text="First"))

    assert heed(talk, Reply(text="Second")) == "nothing_open"
    assert heed(talk, Reply(text="Third", prompt="p1")) == "nothing_open"
    assert len(taken(talk)) == 1


def test_a_picture_completes_a_command_too(talk: Talk) -> None:
    asked(talk)
    photo = Attachment(kind="photo", reference="f1")

    heed(talk, Reply(attachments=(photo,)))

    (errand,) = taken(talk)
    assert errand.command.attachments == (photo,)


def test_a_reply_to_the_message_completes_it_where_others_listen(talk: Talk) -> None:
    asked(talk, kind="reply", receipt=True)

    assert heed(talk, Reply(text="To nobody")) == "nothing_open"
    assert heed(talk, Reply(text="Here", on="p1", message="m1", room="r1")) == "taken_down"

    (errand,) = taken(talk)
    assert (errand.command.words, errand.command.room) == ("Here", "r1")


def test_another_ones_reply_completes_nothing_and_nobody_is_bothered(talk: Talk) -> None:
    asked(talk, kind="reply", receipt=True)
    talk.handle(given(talk, address="a2"))
    taken(talk)

    reply = Reply(text="Mine", on="p1", message="m1", room="r1")

    assert heed(talk, reply, address="a2") == "noted"
    assert heed(talk, Reply(text="Mine", prompt="p1"), address="a2") == "nothing_open"
    assert not taken(talk)


def test_after_a_day_words_come_too_late(talk: Talk) -> None:
    asked(talk)
    talk.clock.advance(timedelta(days=1))

    assert heed(talk, Reply(text="Is anybody there?")) == "nothing_open"
    assert heed(talk, Reply(text="Late", prompt="p1")) == "taken_down"

    (errand,) = taken(talk)
    assert errand.command.prompt is None


def test_another_command_in_between_leaves_only_a_reply_to_complete_it(talk: Talk) -> None:
    asked(talk)
    talk.handle(given(talk))
    taken(talk)

    assert heed(talk, Reply(text="What a nice map")) == "nothing_open"
    assert heed(talk, Reply(text="The note", prompt="p1")) == "taken_down"


def test_an_open_question_is_answered_first(talk: Talk) -> None:
    (touched,) = talk.handle(talk.touch("1", address=None))
    assert isinstance(touched, Touched)
    talk.handle(talk.opened(touched.interaction, address="a1"))
    (prompt,) = talk.said()
    asked(talk)

    assert heed(talk, Reply(text="Dreadful")) != "taken_down"
    assert heed(talk, Reply(text="Really dreadful", prompt=prompt.id)) != "taken_down"
    assert not taken(talk)


def test_neither_a_tap_nor_a_reaction_nor_an_edit_completes_anything(talk: Talk) -> None:
    asked(talk, receipt=True)

    heed(talk, Reply(text="👍", on="p1"))
    heed(talk, Reply(choices=("5",), prompt="p1"))
    heed(talk, Reply(text="Edited", on="p1", message="m1", edited=True))

    assert not taken(talk)


@pytest.mark.parametrize("start", [CARD, NEWS, TOLD])
def test_what_tells_of_a_case_takes_the_words_of_anybody_in_its_room_again_and_again(
    talk: Talk, start: str
) -> None:
    card = f"{start}c1.1"
    asked(talk, card, receipt=True)
    talk.handle(given(talk, address="a2"))
    taken(talk)

    for text in ("We are sorry", "And there is more"):
        assert heed(talk, Reply(text=text, on=card, message=text, room="r1"), address="a2") == "taken_down"

    assert [each.command.prompt for each in taken(talk)] == [card, card]


def test_a_colleague_whom_nobody_knew_before_is_heard_on_a_case_by_name(talk: Talk) -> None:
    card = f"{CARD}c1.1"
    asked(talk, card, receipt=True)
    reply = Reply(text="We are sorry", on=card, message="m1", room="r1")

    (heeded,) = talk.handle(
        replace(talk.heard(reply, address="a7"), presumed=Presumed(name="Maria", language="de"))
    )

    assert isinstance(heeded, Heeded)
    assert heeded.heed == "taken_down"
    known = talk.store.customer_by_address("web", "a7")
    assert known is not None
    assert (known.name, known.language) == ("Maria", "de")


def test_a_reply_in_a_teams_room_to_a_message_that_nobody_knows_is_asked_about(talk: Talk) -> None:
    reply = Reply(text="On my way", on="m0", message="m1", room="r1")
    desk = Desk(snapshot=Snapshot(places={"Service": in_room("r1")}), now=talk.clock.now())

    assert completion(desk, talk.heard(reply), None) == Completed(prompt=None, is_unclear=True)
    assert completion(desk, talk.heard(replace(reply, room="r2")), None) is None
    assert completion(desk, talk.heard(replace(reply, on=None)), None) is None


def in_room(address: str) -> TeamPlace:
    return TeamPlace(team="Service", channel="web", address=address, language=None, is_there=True)


def test_whoever_asks_to_forget_all_is_not_taken_for_giving_words(talk: Talk) -> None:
    asked(talk)
    talk.handle(talk.ordered("forget"))
    (question,) = [each for each in talk.said() if each.shape.choices]

    assert heed(talk, Reply(prompt=question.id, choices=("no",))) == "answered"
    assert heed(talk, Reply(text="The note")) == "taken_down"


def test_a_mention_alone_is_words_for_colleagues_and_no_answer_of_a_customer(talk: Talk) -> None:
    talk.handle(talk.touch("1"))

    assert heed(talk, Reply(mention="<@U2>", on="m1", message="m2")) == "noted"
    assert heed(talk, Reply(mention="<@U2>", prompt="told-1.1", message="m3")) == "taken_down"
