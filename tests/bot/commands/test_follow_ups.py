"""Follow-ups, vetoes and lists: what colleagues say, what is decided, and what they are told."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from feedback.intake import CustomerFacts, Touch
from feedback.records import Customer
from feedback.work import Wanted
from tests.bot.commands.support import MARIA, NOON, TOM, Support, command_of, labels, support_in


@pytest.fixture
def support(tmp_path: Path) -> Iterator[Support]:
    with support_in(tmp_path) as found:
        yield found


async def known(support: Support, customer: str = "anna", *, name: str | None = "Anna Berger") -> Customer:
    """Let us know a customer who was not asked anything."""
    await support.reaches(customer, name=name, at="shelf")
    return person(support, customer)


def person(support: Support, customer: str = "anna") -> Customer:
    found = support.app.store.load(Wanted(external_ids=frozenset({customer})))
    return found.customers[found.by_external_id[customer]]


@pytest.mark.parametrize(
    "words",
    ["anna courier", "Anna Berger courier", "“Anna Berger” the courier", "@anna COURIER", "anna der bote"],
)
async def test_a_customer_is_asked_whatever_they_and_the_touchpoint_are_called(
    support: Support, words: str
) -> None:
    await known(support)

    answer = await support.does(f"followup {words}")

    assert answer.text == "We ask Anna Berger now: The courier."
    assert support.sent_to("anna") == ["How was it?"]


async def test_a_follow_up_that_is_run_again_asks_once(support: Support) -> None:
    await known(support)

    answers = [await support.does("followup anna courier", key="e1") for _ in range(2)]

    assert answers[0].text == answers[1].text
    assert len(support.sent_to("anna")) == 1


async def test_the_note_is_kept_sealed_with_the_customer(support: Support) -> None:
    await known(support)

    answer = await support.does("followup anna courier She called about a dent.")

    assert answer.text.endswith("Your note: She called about a dent.")
    (note,) = person(support).follow_ups
    assert (note.by, note.text) == ("Maria", "She called about a dent.")


async def test_what_waits_is_told_with_when_and_can_be_asked_anyway(support: Support) -> None:
    await known(support)

    answer = await support.does("followup anna box", by=replace(MARIA, timezone="Europe/Berlin"))
    assert answer.text == (
        "We ask Anna Berger later, from 4 May 2026, 16:00: The box. This is asked a while after it happened."
    )
    assert support.sent_to("anna") == []
    now = await support.does(command_of(answer, "Ask anyway"))

    assert now.text == "We ask Anna Berger now: The box."
    again = await support.does(command_of(answer, "Ask anyway"), by=TOM)
    assert labels(again) == []
    assert support.sent_to("anna") == ["How was it?"]


async def test_who_stopped_is_not_asked_by_anybody(support: Support) -> None:
    await known(support)
    support.says("anna", "hello")
    customer = replace(person(support), stopped_at=NOON)
    support.keep(customer)

    answer = await support.does("followup anna courier")

    assert answer.text == ("We do not ask Anna Berger: The courier. They do not want to be asked.")
    assert labels(answer) == []


async def test_what_is_not_known_is_asked_back(support: Support) -> None:
    await known(support)
    await known(support, "anna2")

    assert "We do not know who “zorro” is." in (await support.does("followup zorro courier")).text
    assert "do you mean “courier”?" in (await support.does("followup anna curier")).text
    assert (
        "2 customers are called “Anna Berger”." in (await support.does("followup Anna Berger courier")).text
    )
    assert "Name a touchpoint as well: we know" in (await support.does("followup anna")).text
    assert "Whom shall we ask" in (await support.does("followup")).text


async def test_a_reply_in_the_room_says_whom_it_is_about(support: Support) -> None:
    case = await support.unhappy()
    (card,) = [item for item in support.outbox() if item.prompt.id.startswith("card-")]

    answer = await support.does("followup courier", prompt=card.prompt.id)

    assert answer.text == "We do not ask Anna Berger: The courier. A case of theirs is open."
    assert case.customer == person(support).id


async def test_somebody_new_who_wrote_the_message_replied_to_can_be_asked(support: Support) -> None:
    here = replace(MARIA, channel="web", address="desk", room=None)

    answer = await support.does("followup courier", by=here, about="visitor")

    assert answer.text == "We ask a customer without a name now: The courier."
    assert [item.address for item in support.outbox() if item.prompt.purpose == "ask"] == ["visitor"]


async def test_a_veto_keeps_everybody_from_asking_until_it_is_lifted(support: Support) -> None:
    await known(support)

    told = await support.does("veto anna courier he asked us not to")
    assert told.text == "We do not ask Anna Berger about this any more: The courier."
    refused = await support.does("followup anna courier")
    assert refused.text == ("We do not ask Anna Berger: The courier. One of you said to leave them in peace.")
    assert (await support.does("followup anna box")).text.startswith("We ask Anna Berger later")
    assert "not The courier. he asked us not to" in (await support.does("veto show anna")).text
    lifted = await support.does(command_of(told, "Lift that"))

    assert lifted.text == "We may ask Anna Berger again."
    assert (await support.does("followup anna courier")).text.startswith("We ask Anna Berger now")


async def test_never_means_nothing_at_all(support: Support) -> None:
    await known(support)

    await support.does("veto anna")
    await support.does("veto anna")

    assert [veto.touchpoint for veto in person(support).vetoes] == [None]
    facts = CustomerFacts(external_id="anna", addresses=(("web", "anna"),))
    touch = Touch(source="till", source_id="9", customer=facts, touchpoint="courier", occurred_at=NOON)
    assert (await support.app.submit(touch)).reason == "vetoed"  # type: ignore[union-attr] # it is touched
    assert (await support.does("veto lift anna")).text == "We may ask Anna Berger again."
    assert (await support.does("veto lift anna")).text == "Nobody said to leave Anna Berger in peace."


async def test_a_list_is_shown_before_anybody_is_asked_and_a_yes_counts_once(support: Support) -> None:
    for each in ("anna", "ben", "cleo"):
        await known(support, each, name=None)
    await support.does("veto cleo")

    shown = await support.does("followup list courier\ncustomer;name\nanna;A\nben;B\ncleo;C\nzorro;Z\nanna;A")
    assert shown.text.splitlines() == [
        "**The courier**: nobody is asked yet.",
        "2 customers would be asked now.",
        "1 not. One of you said to leave them in peace.",
        "2 lines name nobody we know, or somebody twice: 4 and 5.",
        "The last one goes out about 4 May 2026, 12:00.",
    ]
    assert support.sent_to("anna") == []
    assert "anna" not in shown.documents[0].text
    prompt = support.post(shown)
    done = await support.does(command_of(shown, "Ask 2 customers"), prompt=prompt)
    again = await support.does(command_of(shown, "Ask 2 customers"), prompt=prompt, by=TOM)

    assert done.text == "2 customers are asked now."
    assert again.text == "0 customers are asked now.\n2 were in an earlier yes of yours."
    assert support.sent_to("anna") == support.sent_to("ben") == ["How was it?"]


async def test_lines_of_a_list_may_have_a_note_and_a_touchpoint_of_their_own(support: Support) -> None:
    await known(support)
    for each in ("ben", "cleo", "dora"):
        await known(support, each, name=each.title())

    listed = "followup list courier\n@anna : parcel was wet, twice\nben box: was late\ncleo\ndora moon: what?"
    shown = await support.does(listed)
    await support.does(command_of(shown, "Ask 3 customers"), prompt=support.post(shown))

    assert shown.text.splitlines()[1:6] == [
        "2 customers would be asked now.",
        "1 later. This is asked a while after it happened.",
        "1 line names no touchpoint we know: 4.",
        "2 have a note that stays with the customer:",
        "Anna Berger: “parcel was wet, twice”",
    ]
    notes = [[note.text for note in person(support, each).follow_ups] for each in ("anna", "ben", "cleo")]
    assert notes == [["parcel was wet, twice"], ["was late"], [None]]
    assert support.sent_to("ben") == []


async def test_a_file_may_have_a_column_of_notes(support: Support) -> None:
    await known(support)
    file = support.file(b"id;name;Notiz\nanna;Anna;war nass; sehr\n")

    shown = await support.does("followup courier", attachments=[file])

    assert "Anna Berger: “war nass”" in shown.text


async def test_a_note_starts_no_formula_in_the_file_and_is_kept_as_it_was_written(support: Support) -> None:
    await known(support)

    shown = await support.does('followup list courier\n@anna : =HYPERLINK("http://a.example")\nben : late')
    await support.does(command_of(shown, "Ask 1 customer"), prompt=support.post(shown))

    (file,) = shown.documents
    first = next(csv.DictReader(StringIO(file.text)))
    assert first["note"].startswith("'=HYPERLINK")
    assert [note.text for note in person(support).follow_ups] == ['=HYPERLINK("http://a.example")']


async def test_how_many_have_gone_out_is_counted_in_the_message_that_had_them_asked(support: Support) -> None:
    for each in ("anna", "ben"):
        await known(support, each)
    shown = await support.does("followup list courier\nanna\nben")
    prompt = support.post(shown)
    done = await support.does(command_of(shown, "Ask 2 customers"), prompt=prompt, on="-99:1")

    told = []
    then = done.again
    for state in ("", "anna", "", "ben"):
        assert then is not None
        support.clock.advance(then.after)
        support.settles(state)
        answer = await support.does(f"followup {then.words}", prompt=prompt, on="-99:1")
        told.append(answer.text.splitlines()[-1:])
        then = answer.again

    assert done.text == "2 customers are asked now."
    assert told == [
        ["0 of 2 have gone out so far."],
        ["1 of 2 has gone out so far."],
        [],
        ["2 of 2 have gone out."],
    ]
    assert then is None


async def test_what_nobody_but_ourselves_says_counts_nothing(support: Support) -> None:
    for words in ("going", "going 1,2 x", "going 1,2,3,4,5 2026-05-04T12:00:00+00:00"):
        assert (await support.does(f"followup {words}")).text == ""


async def test_a_list_may_come_as_a_file_and_must_not_be_empty(support: Support) -> None:
    await known(support)

    assert "The list is empty." in (await support.does("followup list courier")).text
    assert "We know no touchpoint" in (await support.does("followup list nowhere\nanna")).text
    shown = await support.does("followup courier", attachments=[support.file(b"email,name\nanna,Anna\n")])

    assert "1 customer would be asked now." in shown.text
    assert labels(shown) == ["Ask 1 customer"]
    in_a_line = await support.does("followup list courier anna, zorro")
    assert "1 line names nobody we know" in in_a_line.text


async def test_a_preview_that_is_gone_asks_for_the_list_again(support: Support) -> None:
    assert "too old" in (await support.does("followup confirm", prompt="gone.1")).text


async def test_a_wait_for_the_night_is_told_in_words(tmp_path: Path) -> None:
    with support_in(tmp_path, quiet="{start: '20:00', end: '08:00'}") as support:
        await known(support)
        support.clock.advance(timedelta(hours=10))

        answer = await support.does("followup anna courier")

    assert answer.text.endswith("It is night there, or too early.")
    assert "5 May 2026, 08:00" in answer.text
