"""Questions at the counter as it is wired: over a store in which nothing is yet."""

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from bot.app import App, open_app
from bot.command import Answer, Call
from bot.command_words import told
from bot.orders import commands as orders
from bot.plugins import commands, reports
from bot.share import shared_under
from bot.wiring import link_secret
from feedback.rights import Role
from tests.bot.asking.counting import actor_of
from tests.bot.opening import settings_in
from tests.bot.reports.standing import JOURNEY

ASKED = (
    "compare", "drivers", "export", "funnel", "map", "media", "moments", "opportunities", "pains", "paths",
    "rescue", "scores", "segments", "share", "trend",
)  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("house")
    settings = settings_in(folder, journey=JOURNEY).model_copy(update={"public_url": "https://maps.example"})
    app = open_app(settings)
    yield app
    app.close()


def ask(app: App, name: str, words: str, role: Role, language: str) -> Answer:
    counter = app.clerk.counter
    call = Call(key="e", command=name, words=words, actor=actor_of(role, language), at=counter.now())

    async def answered() -> Answer:
        return await commands()[name].run(call, counter)

    return asyncio.run(answered())


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize(("role", "language"), [("manager", "de"), ("agent", "en")])
def test_every_question_is_answered_before_anybody_has_said_anything(
    app: App, name: str, role: Role, language: str
) -> None:
    answer = ask(app, name, "", role, language)

    assert answer.text
    for each in answer.buttons:
        command = each.command.removeprefix("/").partition(" ")[0]
        assert command in commands(), each.command


def test_a_shared_link_can_be_opened_by_the_server(app: App) -> None:
    answer = ask(app, "share", "persona regular days 3", "manager", "en")

    (link,) = [word for word in answer.text.split() if word.startswith("https://maps.example/shared/")]
    name = urlsplit(link).path.split("/")[2]
    found = shared_under(name, now=app.clerk.counter.now(), secret=link_secret(app.store))
    assert found is not None
    assert found.query.persona == "regular"


@pytest.mark.parametrize("name", ASKED)
def test_no_question_is_called_as_what_customers_wish(name: str) -> None:
    assert name not in orders()  # wishes are read first, so the question would never be


@pytest.mark.parametrize("name", ASKED)
def test_every_command_is_told_in_a_sentence_with_examples_that_are_its_own(name: str) -> None:
    assert told(name, "en").endswith(".")
    assert all(each.startswith(f"/{name}") for each in commands()[name].examples)


@pytest.mark.parametrize("name", sorted(set(ASKED) - {"export"}))
def test_examples_are_read_as_they_stand(app: App, name: str) -> None:
    if name == "share":
        return  # its filters are those of the map
    for example in commands()[name].examples:
        words = example.partition(" ")[2]
        for stands, here in (("busy-parent", "regular"), ("delivery", "receive")):
            words = words.replace(stands, here)

        answer = ask(app, name, words, "agent", "en")

        assert not (answer.is_refusal and answer.text.startswith("•")), (example, answer.text)


def test_whatever_can_be_asked_for_can_be_a_file_or_it_is_said_at_once_why_not(app: App) -> None:
    answer = ask(app, "export", "", "manager", "en")

    assert len(answer.buttons) == len({each.label for each in answer.buttons}) == len(reports()) + 1
    for each in answer.buttons:
        forms = ask(app, "export", each.label, "manager", "en")
        if each.label == "Drivers":
            assert forms.text.startswith("No question asks about the whole")
        else:
            assert forms.text == "In which form?"
