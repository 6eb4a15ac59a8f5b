"""What is sent along with an answer is kept with it, and an answer that is nothing else still counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.intake import Heeded
from feedback.prompts import Attachment, Reply
from feedback.records import Enclosure
from feedback.store.store import Store
from tests.feedback.talks import Talk, service_on

PHOTO = Attachment(kind="photo", reference="file-77", mime="image/jpeg", size=1234, name="broken.jpg")
VOICE = Attachment(kind="voice", reference="file-78", seconds=4)


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id), clock)


def asked_why(talk: Talk) -> None:
    """Bring the customer to the question in their own words."""
    talk.handle(talk.touch("1"))
    (prompt,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("5",))))
    talk.said()


def enclosed(talk: Talk) -> tuple[Enclosure, ...]:
    return talk.store.enclosures(answers=[answer.id for answer in talk.answers()])


def heed(talk: Talk, reply: Reply) -> str:
    (heeded,) = talk.handle(talk.heard(reply))
    assert isinstance(heeded, Heeded)
    return heeded.heed


def test_words_with_a_picture_are_an_answer_with_a_picture(talk: Talk) -> None:
    asked_why(talk)

    assert heed(talk, Reply(text="The box was open", attachments=(PHOTO, VOICE))) == "answered"

    photo, voice = enclosed(talk)
    assert talk.answers()[-1].text == "The box was open"
    assert {photo.answer, voice.answer} == {talk.answers()[-1].id}
    assert (photo.kind, photo.reference, photo.name, photo.mime, photo.size) == (
        "photo", "file-77", "broken.jpg", "image/jpeg", 1234,
    )  # fmt: skip
    assert (photo.channel, photo.address, photo.state, photo.tries) == ("web", "a1", "waiting", 0)
    assert (voice.kind, voice.seconds) == ("voice", 4)


def test_a_picture_alone_answers_a_question_for_words_and_is_not_scored(talk: Talk) -> None:
    asked_why(talk)

    assert heed(talk, Reply(attachments=(PHOTO,))) == "answered"

    answer = talk.answers()[-1]
    (scored,) = talk.store.scores(ids=[answer.id])
    assert (answer.text, answer.value, answer.skipped) == (None, None, False)
    # Not even the five stars beside it lend it a score.
    assert (scored.score.label, scored.score.valence) == ("unscored", None)
    assert [prompt.purpose for prompt in talk.said()] == ["thanks"]
    assert len(enclosed(talk)) == 1


def album(*references: str, caption: str | None = None, name: str = "m:album-1") -> list[Reply]:
    """Return an album as it comes in: a message for each picture, the words under the first."""
    return [
        Reply(
            text=caption if place == 0 else None, message=name, album=True,
            attachments=(replace(PHOTO, reference=reference),),
        )
        for place, reference in enumerate(references)
    ]  # fmt: skip


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("caption", ["All three are broken", None])
def test_all_pictures_of_an_album_are_kept_with_one_answer_that_is_thanked_for_once(
    talk: Talk, caption: str | None, *, at_once: bool
) -> None:
    asked_why(talk)
    parts = album("f1", "f2", "f3", caption=caption)

    if at_once:
        talk.handle(*(talk.heard(each) for each in parts))
    else:
        for each in parts:
            talk.handle(talk.heard(each))

    answer = talk.answers()[-1]
    assert (answer.text, answer.revision) == (caption, 1)
    assert {(each.reference, each.answer) for each in enclosed(talk)} == {
        ("f1", answer.id), ("f2", answer.id), ("f3", answer.id),
    }  # fmt: skip
    assert [prompt.purpose for prompt in talk.said()] == ["thanks"]


def test_an_album_with_a_rating_in_its_caption_does_not_answer_what_is_asked_next(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    talk.said()

    for each in album("f1", "f2", caption="2"):
        talk.handle(talk.heard(each))

    assert [answer.question for answer in talk.answers()] == ["rating"]
    assert len(enclosed(talk)) == 2
    assert len(talk.said()) == 1, "only the next question"


def test_an_album_where_one_has_to_tap_is_asked_about_once(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    talk.said()

    for each in album("f1", "f2", "f3"):
        talk.handle(talk.heard(each))

    (again,) = talk.said()
    assert again.purpose == "reask"
    assert talk.counts()["enclosure"] == 0


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("caption", ["Look at this", None])
def test_an_album_when_nothing_is_open_is_answered_once(
    talk: Talk, caption: str | None, *, at_once: bool
) -> None:
    asked_why(talk)
    talk.handle(talk.heard(Reply(text="fine")))
    talk.said()

    for name in ("m:album-1", "m:album-2"):
        parts = [talk.heard(each) for each in album("f1", "f2", "f3", caption=caption, name=name)]
        for batch in (parts,) if at_once else ((each,) for each in parts):
            talk.handle(*batch)

        (kind,) = talk.said()
        assert kind.text.startswith("Nothing is open right now.")
    assert talk.counts()["enclosure"] == 0


def test_an_album_on_a_question_that_has_closed_is_told_so_once(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    (prompt,) = talk.said()
    talk.clock.advance(timedelta(days=60))

    for each in album("f1", "f2"):
        talk.handle(talk.heard(replace(each, prompt=prompt.id)))

    (kind,) = talk.said()
    assert kind.text.startswith("This question has closed by now")


def test_nobody_adds_pictures_to_somebody_elses_answer(talk: Talk) -> None:
    asked_why(talk)
    talk.handle(*(talk.heard(each) for each in album("f1", caption="broken")))
    talk.handle(talk.touch("2", at="van", customer="ben", address="b1"))
    talk.said()

    talk.handle(talk.heard(album("f9", "f8")[1], address="b1"))

    assert {each.reference for each in enclosed(talk)} == {"f1"}


def test_what_comes_with_one_message_is_kept_up_to_ten(talk: Talk) -> None:
    asked_why(talk)

    heed(talk, Reply(attachments=tuple(replace(PHOTO, reference=f"f{each}") for each in range(12))))

    assert len(enclosed(talk)) == 10


def test_words_put_under_an_album_later_change_the_answer(talk: Talk) -> None:
    asked_why(talk)
    talk.handle(*(talk.heard(each) for each in album("f1", "f2", caption="broken")))

    (first, *_) = album("f1", caption="Both were broken")
    assert heed(talk, replace(first, edited=True)) == "changed"

    assert talk.answers()[-1].text == "Both were broken"


def test_a_picture_is_no_rating_and_the_question_is_asked_again_kindly(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    talk.said()

    assert heed(talk, Reply(attachments=(PHOTO,))) == "asked_again"

    (again,) = talk.said()
    assert again.text.startswith("Sorry, we did not understand that.")
    assert talk.counts()["enclosure"] == 0


def test_a_rating_in_the_caption_counts_and_keeps_the_picture(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    talk.said()

    assert heed(talk, Reply(text="2", attachments=(PHOTO,))) == "answered"

    assert [(each.kind, talk.answers()[0].value) for each in enclosed(talk)] == [("photo", 2)]


def test_an_edit_is_a_revision_with_pictures_of_its_own(talk: Talk) -> None:
    asked_why(talk)
    talk.handle(talk.heard(Reply(text="Late", message="m1", attachments=(PHOTO,))))

    edited = Reply(text="Very late", message="m1", edited=True, attachments=(VOICE,))
    assert heed(talk, edited) == "changed"

    by_text = {answer.id: answer.text for answer in talk.answers()}
    assert [(by_text[each.answer], each.kind) for each in enclosed(talk)] == [
        ("Late", "photo"), ("Very late", "voice"),
    ]  # fmt: skip


@pytest.mark.parametrize("reply", [Reply(skip=True, attachments=(PHOTO,)), Reply(text="skip")])
def test_what_is_left_out_keeps_nothing(talk: Talk, reply: Reply) -> None:
    asked_why(talk)

    assert heed(talk, reply) == "skipped"

    assert talk.counts()["enclosure"] == 0


def test_a_picture_when_nothing_is_open_gets_a_kind_word_and_is_not_kept(talk: Talk) -> None:
    asked_why(talk)
    talk.handle(talk.heard(Reply(text="fine")))
    talk.said()

    assert heed(talk, Reply(attachments=(PHOTO,))) == "nothing_open"

    assert talk.counts()["enclosure"] == 0
    assert len(talk.said()) == 1


def test_an_empty_message_is_still_no_answer(talk: Talk) -> None:
    asked_why(talk)

    assert heed(talk, Reply(text="  ")) == "asked_again"
