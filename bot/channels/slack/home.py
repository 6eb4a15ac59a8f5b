"""The App Home: what was asked of somebody, and how they wish to be asked; for managers the map too."""

from collections.abc import Iterator, Sequence

from bot.channels.slack import marks
from bot.channels.slack.addresses import read_address
from bot.channels.slack.charts import Charting
from bot.channels.slack.elements import (
    SECTION_TEXT,
    Block,
    Element,
    actions,
    button,
    context,
    header,
    plain,
    section,
)
from bot.channels.slack.mrkdwn import clip_escaped, escape
from bot.channels.slack.speaking import Speaker
from bot.channels.slack.words import SLACK, Key, slack_say
from bot.home import Asked, Home

_MOST_BLOCKS = 100
_MOST_ASKED = 20
_ALT = 2000

_TITLE = 100
_CONFIRMED = 300

_WISHES: Sequence[tuple[Key, str]] = (("pause", "pause 30d"), ("privacy", "privacy"), ("mydata", "mydata"))
_TAPPED = ("map", "summary", "pains", "trend", "cases")
"""Commands that need no words, for those who may use them."""
_FIRST: Sequence[tuple[Key, str]] = (("start", "start"),)
"""What somebody may wish whom we do not know yet."""


class HomePublisher:
    """Publishes App Homes, with charts or what stands in for them."""

    def __init__(self, *, speaker: Speaker, charting: Charting) -> None:
        self._speaker = speaker
        self._charting = charting

    async def publish(self, home: Home, *, address: str) -> None:
        """Show `home` to the person at `address`; raises one of `failing.NETWORK` where Slack refuses."""
        place = read_address(address)
        if place is None:
            return
        team, user = place.team, place.user

        async def put(charts: Sequence[Block]) -> None:
            view = home_view(home, charts=charts)
            await self._speaker.ask(team, "views.publish", user_id=user, view=view)

        await self._charting.show(team, home.overview.charts if home.overview else (), put)


def home_view(home: Home, *, charts: Sequence[Block] = ()) -> Block:
    """Return the view of `home`, with `charts` as the team takes them."""
    blocks = [*_asked(home), *_wishes(home), *_offers(home), *_map(home, charts), *_every(home)]
    return {"type": "home", "blocks": blocks[:_MOST_BLOCKS]}


def _asked(home: Home) -> list[Block]:
    blocks: list[Block] = [header(slack_say("home_title", home.language))]
    groups: Sequence[tuple[Key, bool]] = (("home_asked", True), ("home_answered", False))
    for title, is_open in groups:
        listed = [each for each in home.asked if each.is_open is is_open]
        if listed:
            lines = "\n".join(map(_line, listed[:_MOST_ASKED]))
            words = f"*{escape(slack_say(title, home.language))}*\n{clip_escaped(lines, SECTION_TEXT - 100)}"
            blocks.append(section(words))
    if not any(each.is_open for each in home.asked):
        blocks.append(section(escape(slack_say("home_none", home.language))))
    return blocks


def _line(asked: Asked) -> str:
    told = f"  ·  {asked.answers}" if asked.answers else ""
    return f"• {asked.about}  ·  {asked.when}{told}"


def _wishes(home: Home) -> list[Block]:
    language = home.language
    wishes = [
        button(slack_say(key, language), action=marks.action_id(marks.ORDER, order))
        for key, order in _offered(home)
    ]
    last = [_forget(language)] if home.is_known else []
    spoken = [
        button(name, action=marks.action_id(marks.ORDER, f"language {tag}"), is_marked=tag == language)
        for tag, name in home.languages
    ]
    title = section(f"*{escape(slack_say('home_wishes', language))}*")
    rows = [
        actions("home:wishes", [*wishes, *last]),
        *([actions("home:language", spoken)] if spoken else []),
    ]
    return [title, *rows]


def _offered(home: Home) -> Sequence[tuple[Key, str]]:
    if not home.is_known:
        return _FIRST
    last: tuple[Key, str] = ("start", "start") if home.is_stopped else ("stop", "stop")
    return (*_WISHES, last)


def _forget(language: str) -> Element:
    """Return the one button that asks whether it is meant."""
    words = slack_say("forget", language)
    sure: Element = {
        "title": plain(words, _TITLE),
        "text": plain(slack_say("forget_sure", language), _CONFIRMED),
        "confirm": plain(words, 30),
        "deny": plain(slack_say("cancel", language), 30),
        "style": "danger",
    }
    return button(words, action=marks.action_id(marks.ORDER, "forget")) | {"confirm": sure, "style": "danger"}


def _offers(home: Home) -> list[Block]:
    """Return what colleagues do most, by a tap, and how much waits for them."""
    if not home.offers:
        return []
    language = home.language
    known = {each.command for each in home.offers}
    taps = [
        button(f"{marks.COMMAND} {command}", action=marks.action_id(marks.ORDER, command))
        for command in _TAPPED
        if command in known
    ]
    told = _cases(home)
    return [
        header(slack_say("home_commands", language)),
        *([section(told)] if told else []),
        *([actions("home:commands", taps)] if taps else []),
    ]


def _every(home: Home) -> list[Block]:
    """Return every command that colleagues may use, and what each does."""
    lines = "\n".join(f"• `{marks.COMMAND} {each.command}`  {escape(each.about)}" for each in home.offers)
    return [section(each) for each in _in_sections(lines)] if lines else []


def _cases(home: Home) -> str:
    return "" if home.open_cases is None else SLACK.count("home_cases", home.open_cases, home.language)


def _in_sections(lines: str) -> Iterator[str]:
    """Cut lines that are escaped already into as many paragraphs as they need."""
    held = ""
    for line in lines.split("\n"):
        if held and len(held) + len(line) + 1 > SECTION_TEXT:
            yield held
            held = ""
        held = f"{held}\n{line}" if held else line
    yield held


def _map(home: Home, charts: Sequence[Block]) -> list[Block]:
    overview = home.overview
    if overview is None or not (charts or overview.picture or overview.page):
        return []
    title = slack_say("home_map", home.language)
    blocks: list[Block] = [header(title), *charts]
    if overview.picture is not None:
        alt = clip_escaped(overview.described or title, _ALT)
        blocks.append({"type": "image", "image_url": overview.picture, "alt_text": alt})
    if overview.page is not None:
        blocks.append(context(f"<{escape(overview.page)}|{escape(title)}>"))
    return blocks
