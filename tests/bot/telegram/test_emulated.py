"""Whole surveys on an emulated Telegram that minds its rules, by polling and by webhook."""

import pytest

from bot.channel import Arrived, Left, Nothing, Returned, Said, Told
from feedback.outbox import Failure, Receipt
from feedback.prompts import Attachment, Prompt, Reply
from feedback.records import OutboxItem
from tests.bot.telegram.conftest import PATIENCE_S, Talk
from tests.bot.telegram.fake_telegram import item
from tests.bot.telegram.prompts import PROMPT, SEVERAL, WORDS, prompt
from tests.bot.telegram.test_messages import KINDS, asking, kind_in, others
from tests.emulators.common.json_shapes import list_in, number_in, object_in, text_in


def to(
    customer: int, asked: Prompt, *, amends: str | None = None, chosen: tuple[str, ...] = ()
) -> OutboxItem:
    return item(asked, address=str(customer), amends=amends, chosen=chosen)


async def asked(talk: Talk, customer: int, question: Prompt) -> str:
    receipt = await talk.channel.send(to(customer, question))
    assert isinstance(receipt, Receipt), receipt
    return receipt.reference


async def test_a_whole_survey(talk: Talk) -> None:
    ada = await talk.customer(first_name="Ada", language_code="de")
    await talk.remote.post("start", user=ada, payload="order-7")
    assert await talk.heard() == Arrived(code="order-7")

    rating = await asked(talk, ada, prompt())
    press = await talk.tap(ada, "😀")
    assert await talk.heard() == Said(reply=Reply(prompt=PROMPT, choices=("5",), on=rating))
    assert (await talk.answer_to(press))["text"] == ""
    amended = await talk.channel.send(to(ada, prompt(), amends=rating, chosen=("5",)))
    assert amended == Receipt(reference=rating)
    assert str((await talk.shown(ada))[-1]["text"]).endswith("✓ 😀 5 of 5")

    reason = await asked(talk, ada, prompt(WORDS, text="Why? <b>Tell</b> us & all"))
    assert (await talk.shown(ada))[-1]["text"] == "Why? <b>Tell</b> us & all"
    said = await talk.remote.post("say", user=ada, text="Fst", reply_to=int(reason.partition(":")[2]))
    mine = number_in(object_in(said["message"])["message_id"])
    assert await talk.heard() == Said(reply=Reply(text="Fst", on=reason, message=f"{ada}:{mine}"))
    await talk.remote.post("edit", user=ada, message_id=mine, text="Fast")
    assert await talk.heard() == Said(
        reply=Reply(text="Fast", on=reason, message=f"{ada}:{mine}", edited=True)
    )
    assert await talk.violations() == []


async def test_in_a_group_the_one_asked_is_named_and_nobody_else_can_answer(talk: Talk) -> None:
    ada, bob = await talk.customer(first_name="Ada <3"), await talk.customer(first_name="Bob")
    made = await talk.remote.post("group", user=ada, title="Neighbours", supergroup=True)
    group = number_in(object_in(made["chat"])["id"])
    assert await talk.heard() == Returned()

    receipt = await talk.channel.send(item(prompt(), address=f"{group}/{ada}"))
    assert isinstance(receipt, Receipt), receipt
    (shown,) = await talk.shown(group)
    assert str(shown["text"]).startswith("Ada <3\nHow was it?")
    number = number_in(shown["message_id"])
    press = await talk.remote.post("tap", user=bob, chat=group, message_id=number, label="😀")
    assert await talk.heard() == Nothing()
    told = await talk.answer_to(text_in(object_in(press["press"])["id"]))
    assert str(told["text"]).startswith("This question is for somebody else")

    await talk.remote.post("tap", user=ada, chat=group, message_id=number, label="😀")
    assert await talk.heard() == Said(reply=Reply(prompt=PROMPT, choices=("5",), on=f"{group}:{number}"))
    said = await talk.remote.post("say", user=ada, chat=group, text="So quick", reply_to=number)
    mine = number_in(object_in(said["message"])["message_id"])
    assert await talk.heard() == Said(
        reply=Reply(text="So quick", on=f"{group}:{number}", message=f"{group}:{mine}")
    )
    assert await talk.violations() == []


async def test_a_picture_is_attached_and_can_be_fetched(talk: Talk) -> None:
    ada = await talk.customer()

    await talk.remote.post("photo", user=ada, caption="Broken")
    meaning = await talk.heard()

    assert isinstance(meaning, Said)
    (attachment,) = meaning.reply.attachments
    assert (meaning.reply.text, attachment.kind) == ("Broken", "photo")
    found = await talk.channel.fetch(attachment.reference, address=str(ada))
    assert isinstance(found, bytes)
    assert len(found) == attachment.size


async def test_an_album_comes_in_parts_that_stand_for_one_message(talk: Talk) -> None:
    ada = await talk.customer()

    sent = await talk.remote.post("album", user=ada, count=3, caption="All broken")
    meanings = [await talk.heard() for _ in range(3)]

    replies = [each.reply for each in meanings if isinstance(each, Said)]
    album = text_in(object_in(list_in(sent["messages"])[0])["media_group_id"])
    assert [each.text for each in replies] == ["All broken", None, None]
    assert {(each.message, each.album) for each in replies} == {(f"{ada}:album-{album}", True)}
    assert len({each.attachments[0].reference for each in replies}) == 3


async def test_a_voice_message_is_attached(talk: Talk) -> None:
    ada = await talk.customer()

    await talk.remote.post("voice", user=ada)
    meaning = await talk.heard()

    assert isinstance(meaning, Said)
    assert [type(each) for each in meaning.reply.attachments] == [Attachment]
    assert meaning.reply.attachments[0].kind == "voice"


async def test_a_reaction_is_an_answer(talk: Talk) -> None:
    ada = await talk.customer()
    rating = await asked(talk, ada, prompt())
    if talk.channel.routes(talk.inbox.put) == ():
        await talk.remote.post(
            "say", user=ada, text="hello"
        )  # Telegram knows what is polled for from then on
        await talk.heard()

    await talk.remote.post("react", user=ada, message_id=int(rating.partition(":")[2]), emoji="👍")

    assert await talk.heard() == Said(reply=Reply(text="👍", on=rating))


async def test_several_choices_are_ticked_and_sent_with_done(talk: Talk) -> None:
    ada = await talk.customer()
    several = await asked(talk, ada, prompt(SEVERAL))

    for label in ("☐ Price", "☐ Speed", "☐ Staff", "☑ Price"):
        press = await talk.tap(ada, label)
        assert await talk.heard() == Nothing()
        await talk.answer_to(press)
        await talk.channel.settle()
    await talk.tap(ada, "Done")

    assert await talk.heard() == Said(reply=Reply(prompt=PROMPT, choices=("#2", "#3"), on=several))
    assert await talk.violations() == []


async def test_who_blocks_us_is_gone_until_they_come_back(talk: Talk) -> None:
    ada = await talk.customer()
    await asked(talk, ada, prompt())

    await talk.remote.post("block", user=ada)
    assert await talk.heard() == Left()
    refused = await talk.channel.send(to(ada, prompt()))
    await talk.remote.post("unblock", user=ada)
    assert await talk.heard() == Returned()

    assert isinstance(refused, Failure)
    assert refused.kind == "gone"
    assert isinstance(await talk.channel.send(to(ada, prompt())), Receipt)


async def test_a_deleted_account_and_one_that_never_came_are_gone(polling: Talk) -> None:
    ada = await polling.customer()
    stranger = number_in((await polling.remote.post("user", started=False))["chat_id"])
    await polling.remote.post("deactivate", user=ada)

    results = [await polling.channel.send(to(each, prompt())) for each in (ada, stranger, 5)]

    assert [each.kind for each in results if isinstance(each, Failure)] == ["gone"] * 3


async def test_an_order_is_understood_in_a_group_only_as_a_command(talk: Talk) -> None:
    ada = await talk.customer()
    made = await talk.remote.post("group", user=ada, title="Service", supergroup=True)
    group = number_in(object_in(made["chat"])["id"])
    assert await talk.heard() in (Returned(), Nothing())

    await talk.remote.post("say", user=ada, chat=group, text="/stop@emulated_bot")

    found = await talk.heard()
    while found in (Returned(), Nothing()):
        found = await talk.heard()
    assert found == Told(order="stop", room=str(group))


async def test_a_tap_on_an_old_keyboard_is_still_understood(talk: Talk) -> None:
    ada = await talk.customer()
    first = await asked(talk, ada, prompt())
    await asked(talk, ada, prompt(WORDS))
    await talk.remote.advance(40 * 24 * 3600)

    await talk.tap(ada, "🙁", message=int(first.partition(":")[2]))

    meaning = await talk.heard()
    assert isinstance(meaning, Said)
    assert (meaning.reply.prompt, meaning.reply.choices) == (PROMPT, ("2",))


async def test_flood_control_is_told_to_the_second(polling: Talk) -> None:
    ada = await polling.customer()
    await polling.remote.post("faults", kind="throttle", method="sendMessage", retry_after_s=4321)

    refused = await polling.channel.send(to(ada, prompt()))

    assert isinstance(refused, Failure)
    assert (refused.kind, refused.retry_after and refused.retry_after.total_seconds()) == ("throttled", 4321)


@pytest.mark.parametrize(("fault", "arrived"), [("lost_answer", 1), ("cut_before", 0), ("status_502", 0)])
async def test_where_the_answer_is_lost_nobody_sends_again(polling: Talk, fault: str, arrived: int) -> None:
    ada = await polling.customer()
    await polling.remote.post("faults", kind=fault, method="sendMessage")

    became = await polling.channel.send(to(ada, prompt()))

    assert isinstance(became, Failure)
    assert became.kind == "unknown"
    assert len(await polling.shown(ada)) == arrived


async def test_what_was_not_stored_comes_again(talk: Talk) -> None:
    ada = await talk.customer()
    talk.inbox.failing = 1

    await talk.remote.post("say", user=ada, text="hello")
    if talk.channel.routes(talk.inbox.put):
        await talk.remote.get("log", method="webhook", wait_s=PATIENCE_S)
        await talk.remote.advance(2)

    assert await talk.heard() is not None
    assert talk.inbox.failing == 0


async def test_what_is_said_while_we_are_away_is_heard_when_we_return(polling: Talk) -> None:
    ada = await polling.customer()
    await asked(polling, ada, prompt())
    await polling.listening.stop()
    await polling.remote.post("say", user=ada, text="hello")
    await polling.tap(ada, "😀", message=number_in((await polling.shown(ada))[0]["message_id"]))

    await polling.remote.advance(151)
    await polling.listening.start()

    meaning = await polling.heard()
    assert isinstance(meaning, Said)
    assert meaning.reply.text == "hello"
    # A press lives 150 seconds: this one Telegram has dropped, and the core asks again.
    assert len(list_in((await polling.remote.get("updates"))["lost"])) == 1
    assert polling.inbox.arrived.empty()


async def test_an_update_that_comes_twice_or_broken_stops_nothing(talk: Talk) -> None:
    ada = await talk.customer()
    await talk.remote.post("faults", kind="duplicate_update", method="message")
    await talk.remote.post("say", user=ada, text="once")
    await talk.remote.post("faults", kind="malformed_update", method="message")
    await talk.remote.post("say", user=ada, text="broken")
    await talk.remote.post("say", user=ada, text="last")

    texts: list[str | None] = []
    while not texts or texts[-1] != "last":
        meaning = await talk.heard()
        texts.append(meaning.reply.text if isinstance(meaning, Said) else None)

    assert texts.count("once") == 1
    assert texts[-1] == "last"


async def test_the_bot_is_set_up_as_it_says(talk: Talk) -> None:
    findings = await talk.channel.verify()

    assert [each for each in findings if not each.is_right] == []


@pytest.mark.parametrize("secret", [None, "guessed"])
async def test_a_stranger_at_the_webhook_is_turned_away(serving: Talk, secret: str | None) -> None:
    answer = await serving.remote.post("forge", update={"update_id": 5}, secret=secret)

    assert (answer["status"], serving.inbox.items) == (403, {})


async def test_every_kind_of_message_is_within_telegrams_rules(polling: Talk) -> None:
    ada = await polling.customer()
    await polling.remote.post("flood", enabled=False)
    questions = [asking(each.shape) for path in KINDS for each in kind_in(path).shapes]

    for question in (*questions, *(each for _, each in others())):
        reference = await asked(polling, ada, question)
        chosen = tuple(choice.value for choice in question.shape.choices[:1])
        if chosen:
            became = await polling.channel.send(to(ada, question, amends=reference, chosen=chosen))
            again = await polling.channel.send(to(ada, question, amends=reference, chosen=chosen))
            assert became == again == Receipt(reference=reference)

    assert [each for each in await polling.violations() if "not modified" not in each] == []
