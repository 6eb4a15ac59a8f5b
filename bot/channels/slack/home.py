"""The App Home: what was asked of somebody, and how they wish to be asked; for managers the map too."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.channels.slack import marks
from bot.channels.slack.addresses import read_address
from bot.channels.slack.charts import Chart, Charting
from bot.channels.slack.elements import SECTION_TEXT, Block, actions, button, context, header, section
from bot.channels.slack.mrkdwn import clip_escaped, escape
from bot.channels.slack.speaking import Speaker
from bot.channels.slack.words import Key, slack_say

_MOST_BLOCKS = 100
_MOST_ASKED = 20
_ALT = 2000

_WISHES: Sequence[tuple[Key, str]] = (("pause", "pause 30d"), ("privacy", "privacy"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One survey somebody was asked to answer: what it was about, and when, in words of their language."""

    about: str
    when: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What managers see besides: the map as a picture, charts, and where all of it is."""

    picture: str | None = None
    described: str = ""
    page: str | None = None
    charts: Sequence[Chart] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What stands on somebody's App Home; `languages` are offered by tag and name."""

    language: str
    asked: Sequence[Asked] = ()
    is_stopped: bool = False
    languages: Sequence[tuple[str, str]] = ()
    overview: Overview | None = field(default=None)


Homes = Callable[[str], Awaitable[Home | None]]
"""Finds what the App Home of an address shows; None where it is nobody's."""


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
    blocks = [*_asked(home), *_wishes(home), *_map(home, charts)]
    return {"type": "home", "blocks": blocks[:_MOST_BLOCKS]}


def _asked(home: Home) -> list[Block]:
    blocks: list[Block] = [header(slack_say("home_title", home.language))]
    groups: Sequence[tuple[Key, bool]] = (("home_asked", True), ("home_answered", False))
    for title, is_open in groups:
        listed = [each for each in home.asked if each.is_open is is_open]
        if listed:
            lines = "\n".join(f"• {each.about}  ·  {each.when}" for each in listed[:_MOST_ASKED])
            words = f"*{escape(slack_say(title, home.language))}*\n{clip_escaped(lines, SECTION_TEXT - 100)}"
            blocks.append(section(words))
    if not any(each.is_open for each in home.asked):
        blocks.append(section(escape(slack_say("home_none", home.language))))
    return blocks


def _wishes(home: Home) -> list[Block]:
    language = home.language
    last: tuple[Key, str] = ("start", "start") if home.is_stopped else ("stop", "stop")
    wishes = [
        button(slack_say(key, language), action=marks.action_id(marks.ORDER, order))
        for key, order in (*_WISHES, last)
    ]
    spoken = [
        button(name, action=marks.action_id(marks.ORDER, f"language {tag}"), is_marked=tag == language)
        for tag, name in home.languages
    ]
    title = section(f"*{escape(slack_say('home_wishes', language))}*")
    rows = [actions("home:wishes", wishes), *([actions("home:language", spoken)] if spoken else [])]
    return [title, *rows]


def _map(home: Home, charts: Sequence[Block]) -> list[Block]:
    overview = home.overview
    if overview is None:
        return []
    title = slack_say("home_map", home.language)
    blocks: list[Block] = [header(title), *charts]
    if overview.picture is not None:
        alt = clip_escaped(overview.described or title, _ALT)
        blocks.append({"type": "image", "image_url": overview.picture, "alt_text": alt})
    if overview.page is not None:
        blocks.append(context(f"<{escape(overview.page)}|{escape(title)}>"))
    return blocks
