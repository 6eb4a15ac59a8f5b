"""The menus of commands and what is understood are in step: in private and in groups, in every language."""

import pytest

from bot.channel import Nothing, Said, Told
from bot.channels.telegram.callback import Signer
from bot.channels.telegram.commands import menus
from bot.channels.telegram.reading import Reader
from bot.orders import commands
from feedback.wording import CATALOGUES, TALK

READER = Reader(signer=Signer(b"golden"), username="aftertouch_bot")
CHATS = {
    "all_private_chats": {"id": 7, "type": "private"},
    "all_group_chats": {"id": -99, "type": "group", "title": "Service"},
}
MENUS = [(menu.scope.type, menu.language, [each.command for each in menu.commands]) for menu in menus({})]
NOT_IN_MENUS = {"start", "team"}
"""Telegram offers to start by a button of its own; rooms are made in groups."""


def understood(scope: str, command: str) -> object:
    sender = {"id": 7, "is_bot": False, "first_name": "Ada"}
    message = {"message_id": 1, "from": sender, "chat": CHATS[scope], "date": 1, "text": f"/{command}"}
    return READER.read({"update_id": 1, "message": message})


@pytest.mark.parametrize(("scope", "language", "listed"), MENUS)
def test_what_a_menu_offers_is_understood_where_it_is_offered(
    scope: str, language: str, listed: list[str]
) -> None:
    assert language in {"", *CATALOGUES}
    for command in listed:
        meaning = understood(scope, command)
        assert isinstance(meaning, Told), command
        assert meaning.order == command


@pytest.mark.parametrize("scope", CHATS)
def test_every_language_offers_the_same_in_the_same_order(scope: str) -> None:
    found = [listed for of, _, listed in MENUS if of == scope]

    assert len(found) == len(CATALOGUES)
    assert all(listed == found[0] for listed in found)


def test_everything_a_customer_can_write_is_in_their_menu() -> None:
    listed = {command for scope, _, of in MENUS if scope == "all_private_chats" for command in of}

    assert listed == commands().keys() - NOT_IN_MENUS


def test_a_groups_menu_has_what_concerns_a_team_alone() -> None:
    listed = {command for scope, _, of in MENUS if scope == "all_group_chats" for command in of}

    assert listed == {"team", "language", "help"}


@pytest.mark.parametrize("command", ["link", "channels", "mydata", "forget"])
def test_what_concerns_one_person_is_done_in_no_group(command: str) -> None:
    assert understood("all_group_chats", command) == Told(order="help", room="-99")


@pytest.mark.parametrize("command", ["weather", "help@another_bot"])
def test_what_is_meant_for_others_is_left_alone(command: str) -> None:
    assert understood("all_group_chats", command) == Nothing()


def test_the_help_of_every_language_names_every_command_there_is() -> None:
    for catalogue in map(TALK.own, TALK.languages):
        words = catalogue.plain["help"]
        for command in commands().keys() - NOT_IN_MENUS - {"help"}:
            assert f"{{c}}{command}" in words


def test_the_reader_takes_no_command_for_an_answer() -> None:
    assert not any(isinstance(understood("all_private_chats", command), Said) for command in commands())
