"""What holds for every command: whoever writes one gets these tests with it."""

import asyncio
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actor import Actor
from bot.admission import Admission
from bot.answering import Place
from bot.channel import Commanded
from bot.command import Answer, Call, Command
from bot.command_words import COMMANDS, told, written
from bot.counter import Counter
from bot.orders import commands as orders
from bot.orders import read_order
from bot.plugins import commands
from feedback.audit import discreet
from feedback.errand import Command as Given
from feedback.errand import Errand
from feedback.prompts import Prompt
from feedback.records import Customer
from feedback.rights import Grant, Rights, Role
from feedback.wording import TALK
from feedback.work import Changes
from tests.bot.commands.role_table import PAGE, may, shown, table
from tests.bot.commands.support import JOURNEY as SHOP
from tests.bot.commands.support import Support, support_in
from tests.words.catalogues import SOURCES, phrases

NAMES = sorted(commands())
ROLES: tuple[Role, ...] = ("customer", "agent", "manager", "admin")
NAME, SECRET = "Anna Berger", "The courier threw my parcel over the hedge"
HOSTILE = (
    "<!channel> <@U0123|x> @everyone *bold* _it_ `code` [a](javascript:x) </b><script>alert(1)</script> "
    "=HYPERLINK(1) \u202eevil\u0007\u001b[31m\u200b 'DROP TABLE'"
)
JOURNEY = "shop"
WHOLE = f"""{SHOP}
overall: rating
personas:
  - {{id: regular, title: {{en: Regular, de: Stammkundin}}, rule: orders >= 3}}
segments:
  - {{id: north, title: {{en: North, de: Norden}}, rule: region == "north"}}
"""
"""A journey that every report finds something in."""


HIDDEN = {"channels"}
"""Commands that nobody can give, for customers have an order of the same name."""


def _reached(name: str) -> object:
    marks = pytest.mark.xfail(reason="a customers' order has its name", strict=True)
    return pytest.param(name, marks=marks) if name in HIDDEN else name


def actor(*grants: Grant, language: str = "en") -> Actor:
    return Actor(
        id="somebody", channel="web", address="a1", language=language, timezone="UTC",
        rights=Rights(frozenset(grants)),
    )  # fmt: skip


def with_role(role: Role, *, language: str = "en") -> Actor:
    return actor(Grant(role=role), language=language)


def enough_for(command: Command, *, language: str = "en") -> Actor:
    """Return somebody with a role that will do: a manager where that is enough, who may see the least."""
    role = next(role for role in ("manager", *ROLES) if role in command.roles)
    return with_role(role, language=language)


@dataclass
class Errands:
    """The errands of a store, kept in memory."""

    waiting: list[Errand]
    saved: list[Changes] = field(default_factory=list)

    def claim_errands(self, *, now: datetime, limit: int, lease: timedelta) -> Sequence[Errand]:
        taken, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return [replace(each, tries=each.tries + 1, due_at=now + lease) for each in taken]

    def save(self, changes: Changes, *, now: datetime) -> None:
        assert now.tzinfo is not None
        self.saved.append(changes)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Support]:
    with support_in(tmp_path_factory.mktemp("empty"), journey=WHOLE) as found:
        _meet(found)
        yield found


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Support]:
    """A store with six unhappy customers, whose names and words belong to their agents."""
    with support_in(tmp_path_factory.mktemp("busy"), journey=WHOLE) as found:
        _meet(found)
        asyncio.run(_fill(found))
        yield found


def _meet(support: Support) -> None:
    """Know whoever gives commands, as the program does once one was given."""
    now = support.clock.now()
    known = Customer(id="somebody", external_id=None, created_at=now)
    support.app.store.save(Changes(customers={known.id: known}), now=now)


async def _fill(support: Support) -> None:
    for number in range(6):
        customer = f"customer {number}"
        await support.reaches(customer, name=NAME)
        support.says(customer, "1")
        support.says(customer, f"{SECRET} {number}")
    support.clock.advance(timedelta(days=8))
    await support.app.settle()


async def posted(
    support: Support, by: Actor, name: str, words: str = "", *, known: Mapping[str, Command] | None = None
) -> tuple[Prompt | None, Changes]:
    """Let somebody give a command, and return what goes out and all that is written."""
    now = support.clock.now()
    given = Given(channel=by.channel, address=by.address, name=name, words=words)
    errands = Errands([Errand(id="e1", customer=by.id, command=given, at=now, due_at=now)])

    async def who(_: Errand) -> Actor:
        return by

    async def where(_: Errand, __: Actor) -> Place:
        return Place(channel=by.channel, address=by.address, customer=by.id)

    clerk = replace(
        support.app.clerk, store=errands, actors=who, places=where, commands=known or commands(),
        admission=Admission(journey=JOURNEY), handled=lambda: None,
    )  # fmt: skip
    await clerk.turn()
    saved = errands.saved[-1]
    return (saved.outbox[-1].prompt if saved.outbox else None), saved


async def answered(support: Support, name: str, words: str = "", *, language: str = "en") -> Answer:
    """Return what a command itself answers to somebody who may use it."""
    command = commands()[name]
    call = Call(
        key="e1", command=name, words=words, actor=enough_for(command, language=language),
        at=support.clock.now(),
    )  # fmt: skip
    return await command.run(call, support.app.clerk.counter)


def texts(prompt: Prompt) -> str:
    """Return all that can be read of a prompt, its files included."""
    cells = [cell for grid in prompt.grids for row in (grid.head, *grid.rows) for cell in row]
    files = [each.content.decode("utf-8", "replace") for each in prompt.documents]
    described = [prompt.picture.described] if prompt.picture else []
    labels = [each.label for each in prompt.shape.choices]
    return "\n".join((prompt.text, *cells, *files, *described, *labels))


def test_the_page_of_roles_shows_what_the_commands_say() -> None:
    written = shown(PAGE.read_text(encoding="utf-8"))

    assert written == table(commands()), "write it anew: python -m tests.bot.commands.role_table"


@pytest.mark.parametrize("name", NAMES)
def test_a_command_says_in_every_language_what_it_does_and_how(name: str) -> None:
    command = commands()[name]

    assert name == command.name == name.casefold()
    assert command.roles <= set(ROLES)
    assert command.roles
    said = {told(name, language) for language in COMMANDS.languages}
    assert len(said) == len(COMMANDS.languages) == len(TALK.languages)
    assert all(written(name, language).split()[0] == name for language in COMMANDS.languages)


def test_nothing_is_said_of_a_command_that_there_is_not() -> None:
    told_of = {key.partition("_")[2].removesuffix("_manager") for key in phrases(SOURCES["commands"])}

    assert told_of == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_command_are_understood_as_it(name: str) -> None:
    for example in commands()[name].examples:
        read = read_order(f"/{example.removeprefix('/')}")
        assert name in orders() or (isinstance(read, Commanded) and read.name == name)


def test_no_command_hides_behind_a_customers_order() -> None:
    assert set(NAMES) & orders().keys() <= {"help", *HIDDEN}


GRANTS = st.builds(
    Grant,
    role=st.sampled_from(ROLES),
    journey=st.sampled_from([None, JOURNEY, "other"]),
    team=st.sampled_from([None, "Service", "Other"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), grants=st.frozensets(GRANTS, max_size=3))
def test_a_command_is_run_for_whom_the_table_allows_and_nobody_else(
    empty: Support, name: str, grants: frozenset[Grant]
) -> None:
    ran: list[str] = []

    async def run(call: Call, counter: Counter) -> Answer:
        assert counter is not None
        ran.append(call.command)
        return Answer(text="Done")

    known = {name: replace(commands()[name], run=run)}
    held = {grant.role for grant in grants if grant.journey in {None, JOURNEY}} | {"customer"}

    prompt, saved = asyncio.run(posted(empty, actor(*grants), name, known=known))

    allowed = any(may(role, known[name]) for role in ROLES if role in held)
    assert bool(ran) is allowed
    assert prompt is not None
    assert (prompt.text == "Done") is allowed
    if not allowed:
        assert [each.outcome for each in saved.audit] == ["refused"]
        assert "<" not in prompt.text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "de"])
async def test_of_an_empty_store_there_is_something_to_say_in_each_language(
    empty: Support, name: str, language: str
) -> None:
    other = "de" if language == "en" else "en"

    told = await answered(empty, name, language=language)

    assert told.text
    assert told.text != (await answered(empty, name, language=other)).text


@pytest.mark.parametrize("name", [_reached(name) for name in NAMES])
async def test_a_picture_and_a_table_have_a_text_that_says_the_same(busy: Support, name: str) -> None:
    for example in ("", *commands()[name].examples[:2]):
        words = example.partition(" ")[2] if example else ""
        told = await answered(busy, name, words)

        assert told.text or not (told.picture or told.grids or told.documents or told.buttons)
        assert told.picture is None or told.picture.described.strip()
        for button in told.buttons:
            assert button.label.strip()
            assert "\n" not in button.command
            assert isinstance(read_order(button.command), Commanded)


@pytest.mark.parametrize("name", [name for name in NAMES if commands()[name].roles != {"customer"}])
@pytest.mark.parametrize("language", ["en", "de"])
async def test_words_that_mean_nothing_are_answered_with_what_was_meant_or_is_possible(
    busy: Support, name: str, language: str
) -> None:
    told = await answered(busy, name, "delivry qwxzy", language=language)

    assert told.is_refusal
    assert told.text


@pytest.mark.parametrize("name", NAMES)
async def test_hostile_words_do_no_harm(busy: Support, name: str) -> None:
    prompt, _ = await posted(busy, enough_for(commands()[name]), name, HOSTILE)
    read = "" if prompt is None else texts(prompt)

    assert not [sign for sign in read if unicodedata.category(sign) in {"Cc", "Cf"} and sign != "\n"]
    assert prompt is None or all("\n" not in choice.value for choice in prompt.shape.choices)


@pytest.mark.parametrize("name", [name for name in NAMES if may("manager", commands()[name])])
async def test_a_manager_is_told_no_name_and_nothing_that_nobody_agreed_to_show(
    busy: Support, name: str
) -> None:
    for example in ("", *commands()[name].examples):
        words = example.partition(" ")[2] if example else ""
        prompt, saved = await posted(busy, with_role("manager"), name, words)
        read = "" if prompt is None else texts(prompt)
        about = [each for entry in saved.audit for each in entry.about]

        assert NAME not in read
        assert SECRET not in read
        assert [discreet(each, "sealed".format) for each in about] == about, "what the log is of can be read"
