"""/mydata hands out all that is kept, as a file to read and one for programs, with addresses masked."""

import json
from dataclasses import fields
from datetime import timedelta

import pytest

from config import formats
from feedback.clock import FakeClock
from feedback.dossier import Dossier, masked
from feedback.dossier_json import FORMAT, machine_readable
from feedback.dossier_lines import count_of
from feedback.ids import NewId
from feedback.intake import Heeded
from feedback.prompts import Attachment, Document, Reply
from feedback.records import Asked, Customer, Enclosure, InboxItem
from feedback.store.store import Store
from feedback.wording import CATALOGUES, say
from tests.feedback.talks import Talk, service_on

ADDRESS = "chat-8150-of-anna"


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id), clock)


def lived(talk: Talk) -> None:
    """Let a customer answer, change the answer, and send a picture along."""
    talk.handle(talk.touch("1", address="a1"))
    (prompt,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("2",))))
    talk.said()
    photo = Attachment(kind="photo", reference="f1", name="lamp.jpg", mime="image/jpeg", size=9)
    talk.handle(talk.heard(Reply(text="The lamp\nwas broken", attachments=(photo,))))
    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("1",))))
    talk.said()


def handed_out(talk: Talk) -> tuple[Document, Document]:
    (heeded,) = talk.handle(talk.ordered("mydata"))
    assert isinstance(heeded, Heeded)
    assert heeded.heed == "answered"
    (prompt,) = talk.said()
    assert prompt.text == say("mydata_here", prompt.language)
    readable, machine = prompt.documents
    return readable, machine


def test_the_file_for_programs_holds_every_record(talk: Talk) -> None:
    lived(talk)

    _, machine = handed_out(talk)

    told = json.loads(machine.text)
    assert (machine.name, machine.mime, told["format"]) == ("mydata.json", "application/json", FORMAT)
    assert told["you"]["id"] == "anna"
    assert [each["source_id"] for each in told["interactions"]] == ["1"]
    assert told["interactions"][0]["decisions"][0]["outcome"] == "ask"
    assert [(each["value"], each["text"], each["replaced"]) for each in told["answers"]] == [
        (2, None, True), (None, "The lamp\nwas broken", False), (1, None, False),
    ]  # fmt: skip
    assert all(each["scores"] for each in told["answers"])
    (photo,) = told["answers"][1]["attachments"]
    assert (photo["kind"], photo["name"], photo["state"]) == ("photo", "lamp.jpg", "waiting")
    assert "How was it?" in told["messages"][0]["text"]
    assert len(told["heard"]) == 4


def test_the_file_to_read_tells_the_same_in_words(talk: Talk) -> None:
    lived(talk)

    readable, _ = handed_out(talk)

    assert readable.name == "mydata.txt"
    assert readable.text.startswith("What Shop keeps about you\n=====")
    for line in (
        "- Our customer number for you: anna",
        "- Nobody has asked for your consent",
        "How was it? 2 / 5 (replaced later)",
        "Why? The lamp was broken 1 photo",
        "photo, lamp.jpg, image/jpeg, 9 bytes (waiting)",
        "Your messages as they came in: 4",
    ):
        assert line in readable.text


def test_the_file_to_read_speaks_the_language_of_its_reader(talk: Talk) -> None:
    talk.handle(talk.touch("1", address="a1"))
    talk.handle(talk.ordered("language", "de"))
    talk.said()

    readable, _ = handed_out(talk)

    assert "- Sprache: Deutsch\n" in readable.text
    assert "- Nach Ihrem Einverständnis hat niemand gefragt\n- Uns bekannt seit " in readable.text


def test_both_files_tell_which_chat_is_preferred_and_whether_another_may_be_used(talk: Talk) -> None:
    talk.handle(talk.touch("1", address="a1"))
    talk.handle(talk.ordered("channels", "web"))
    talk.handle(talk.ordered("channels", "yes"))
    talk.said()

    readable, machine = handed_out(talk)

    you = json.loads(machine.text)["you"]
    assert (you["asked_on"], you["may_fall_back"]) == ("web", True)
    assert "- We ask you here, as you chose: the web chat\n" in readable.text
    assert "- If your chat fails, a question may come in another one, as you allowed\n" in readable.text


def test_who_has_chosen_nothing_reads_what_holds_then(talk: Talk) -> None:
    talk.handle(talk.touch("1", address="a1"))
    talk.said()

    readable, _ = handed_out(talk)

    assert "- We ask you in your newest chat, as you have chosen none\n" in readable.text
    assert "- If your chat fails, you are not asked in another one\n" in readable.text


def test_nothing_that_is_kept_of_a_person_is_left_out_of_the_file_for_programs(talk: Talk) -> None:
    day = talk.clock.now()
    asked = Asked(
        session="s", survey="sv", stage="st", touchpoint="tp", at=day, answered=True, open=False, journey="j"
    )
    customer = Customer(
        id="inner", external_id="outer", name="Anna", language="de", timezone="Asia/Tokyo",
        attributes={"plan": "gold"}, consent="given", stopped_at=day + timedelta(1),
        paused_until=day + timedelta(2), created_at=day + timedelta(3), preferred="slack",
        may_fall_back=True, is_apart=True, asked_before=(asked,),
    )  # fmt: skip

    you = json.loads(machine_readable(Dossier(customer=customer), at=day))["you"]

    assert len(you) == len(fields(Customer)) - 1, "all but our own id, which says nothing"
    assert (you["is_apart"], you["asked_on"], you["asked_before"][0]["survey"]) == (True, "slack", "sv")
    assert None not in you.values()


def test_wishes_are_told_in_words(talk: Talk) -> None:
    talk.handle(talk.touch("1", address="a1"))
    talk.handle(talk.ordered("pause", "3d"))
    talk.handle(talk.ordered("stop"))
    talk.said()

    readable, _ = handed_out(talk)

    until = talk.clock.now() + timedelta(days=3)
    assert (
        f"- No more questions, as you wished, since {formats.moment(talk.clock.now(), 'en')}\n"
        in readable.text
    )
    assert f"- No questions until {formats.moment(until, 'en')}, as you wished\n" in readable.text


def test_addresses_are_masked_wherever_they_stand(talk: Talk) -> None:
    talk.handle(talk.touch("1", address=ADDRESS))
    talk.said()
    raw = f'{{"chat": "{ADDRESS}", "text": "hello"}}'.encode()
    talk.store.put_inbox([_raw(talk, raw)])

    dossier = talk.store.dossier(_anna(talk))
    assert dossier is not None
    talk.handle(talk.touch("2", address="a1"))
    talk.said()
    readable, machine = handed_out(talk)

    assert ADDRESS not in readable.text + machine.text
    assert "web …na" in readable.text
    assert '{\\"chat\\": \\"…na\\"' in machine.text


def _raw(talk: Talk, payload: bytes) -> InboxItem:
    return InboxItem(channel="web", key="raw", address=ADDRESS, payload=payload, received_at=talk.clock.now())


def _anna(talk: Talk) -> str:
    found = talk.store.customer_by_external_id("anna")
    assert found is not None
    return found.id


@pytest.mark.parametrize("language", CATALOGUES)
def test_the_file_to_read_speaks_the_customers_language(talk: Talk, language: str) -> None:
    lived(talk)
    talk.handle(talk.ordered("language", language))
    talk.said()

    readable, _ = handed_out(talk)

    assert readable.text.startswith(say("file_title", language, title="Shop"))
    assert say("file_answers", language) in readable.text


def test_what_is_not_there_is_said(talk: Talk) -> None:
    talk.handle(talk.touch("1"))

    readable, _ = handed_out(talk) if talk.said() else (None, None)

    assert readable is not None
    assert readable.text.count("- nothing") == 2  # no answers, nothing sent along


def test_the_next_files_name_the_files_before_and_do_not_hold_them(talk: Talk) -> None:
    lived(talk)
    _, first = handed_out(talk)

    _, second = handed_out(talk)

    told = json.loads(second.text)
    assert told["messages"][-1]["files"] == ["mydata.txt", "mydata.json"]
    assert len(second.text) < 2 * len(first.text)


def test_short_addresses_tell_nothing_of_themselves() -> None:
    assert [masked("12345"), masked("1234"), masked("")] == ["…45", "…", "…"]


def test_what_was_sent_along_is_told_as_a_count_by_kind(clock: FakeClock) -> None:
    def one(kind: str) -> Enclosure:
        return Enclosure(
            id=kind, answer="a", customer="c", channel="web", address="x",
            kind="photo" if kind == "photo" else "voice", reference="r",
            created_at=clock.now(), due_at=clock.now() + timedelta(),
        )  # fmt: skip

    assert count_of([one("photo"), one("voice"), one("photo")]) == "2 photos, 1 voice"
    assert count_of([]) == ""
