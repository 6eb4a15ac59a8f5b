"""The menus of commands: the customers' in private chats, a team's in groups, in every language we speak."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bot.channels.telegram.phrases import TELEGRAM, Phrase, phrase

TeamCommands = Mapping[str, Mapping[str, str]]
"""What agents can do in a group besides: by language, the name of each command and what it does."""

_OF_CUSTOMERS: Mapping[str, Phrase] = {
    "pause": "command_pause",
    "stop": "command_stop",
    "language": "command_language",
    "privacy": "command_privacy",
    "link": "command_link",
    "channels": "command_channels",
    "mydata": "command_mydata",
    "forget": "command_forget",
    "help": "command_help",
}

_OF_TEAMS: Mapping[str, Phrase] = {
    "team": "command_team",
    "language": "command_language",
    "help": "command_help",
}

_DEFAULT = "en"
"""Whom we do not speak to in their own language sees this one; Telegram calls it the empty language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The commands that some people see in one language; `language` is empty for everybody else's."""

    scope: BotCommandScope
    language: str
    commands: Sequence[BotCommand]


def menus(team: TeamCommands) -> Iterator[Menu]:
    """Yield every menu there is to be."""
    scopes = (
        (BotCommandScopeAllPrivateChats(), {tag: _of_customers(tag) for tag in TELEGRAM.languages}),
        (BotCommandScopeAllGroupChats(), {tag: _of_teams(tag, team) for tag in TELEGRAM.languages}),
    )
    for scope, by_language in scopes:
        for tag, described in by_language.items():
            commands = [BotCommand(name, what) for name, what in described.items()]
            yield Menu(scope=scope, language="" if tag == _DEFAULT else tag, commands=commands)


def of_chat(language: str, *, is_group: bool) -> Mapping[str, str]:
    """Return the commands that everybody has in a chat, and what each does."""
    return _of_teams(language, {}) if is_group else _of_customers(language)


async def set_menus(bot: Bot, team: TeamCommands) -> None:
    """Put every menu in its place; raise TelegramError where Telegram refuses one."""
    for menu in menus(team):
        await bot.set_my_commands(menu.commands, scope=menu.scope, language_code=menu.language or None)


async def are_menus_set(bot: Bot, team: TeamCommands) -> bool:
    """Say whether Telegram shows every menu as it should be."""
    for menu in menus(team):
        found = await bot.get_my_commands(scope=menu.scope, language_code=menu.language or None)
        if list(found) != list(menu.commands):
            return False
    return True


def _of_teams(language: str, team: TeamCommands) -> Mapping[str, str]:
    own = {name: phrase(key, language) for name, key in _OF_TEAMS.items()}
    return {**own, **team.get(language, {})}


def _of_customers(language: str) -> Mapping[str, str]:
    return {name: phrase(key, language) for name, key in _OF_CUSTOMERS.items()}
