"""The program with customers in an emulated Slack: forms, homes, codes of conduct in channels, companies."""

import asyncio
import json
import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from bot.channels.slack import SlackChannel, paths
from feedback.work import Wanted
from tests.bot.slack.house import CLOCK, MANY, Shop, shop_on
from tests.emulators.common.json_shapes import Json
from tests.emulators.slack.objects import JsonObject, mapping, text
from tests.emulators.slack.testing import Hand

# Bolt passes client id and secret by a class that aiohttp wants to give up.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

ADA, COLLEAGUE = "T01TEST/U01CUST", "T01TEST/U02ADM"
_PATIENCE = 60


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Let everything else work until `holds` does."""
    async with asyncio.timeout(_PATIENCE):
        while not await holds():  # noqa: ASYNC110 - nobody tells us when it does
            await asyncio.sleep(0.05)


def dealt_with(folder: Path) -> int:
    """Return how many things that came in are dealt with."""
    with closing(sqlite3.connect(folder / "aftertouch.db")) as database:
        (count,) = database.execute("SELECT count(*) FROM inbox WHERE state = 'done'").fetchone()
    return int(count)


async def posted(slack: Hand, *, count: int = 1) -> list[JsonObject]:
    """Return the first messages that stand in Slack, forms and Homes left out."""
    return await slack.sent(count=count, method="chat.postMessage")


async def submitted(slack: Hand, values: Json, *, user: str = "U01CUST") -> None:
    done = await slack.post("submit", user=user, values=values)
    assert mapping(done["answer"]) == {}, done


def chosen(question: str, value: str) -> dict[str, Json]:
    return {f"q:{question}": {"choice": {"type": "radio_buttons", "selected_option": {"value": value}}}}


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_whole_survey_is_answered_in_one_form(slack: Hand, tmp_path: Path, transport: str) -> None:
    async with shop_on(slack, tmp_path, transport=transport) as shop:
        touched = await shop.touch(ADA)
        (asked,) = await posted(slack)
        await shop.tap(asked, "form:0", value=str(touched.session))
        await slack.logged("views.open")
        why: dict[str, Json] = {"q:why": {"words": {"type": "plain_text_input", "value": "so quick"}}}
        await submitted(slack, {**chosen("rating", "5"), **why, **chosen("again", "4")})
        await posted(slack, count=2)
        (changed,) = await slack.sent(method="chat.update")
        answers = {answer.question: answer.value or answer.text for answer in shop.app.store.answers()}

    assert answers == {"rating": 5, "why": "so quick", "again": 4}
    assert text(changed, "ts") == text(asked, "ts")
    assert "Your answer: 😀 (5 of 5, very good)" in json.dumps(changed, ensure_ascii=False)
    assert await slack.violations() == []


async def test_a_form_asks_for_what_is_missing_and_no_more(slack: Hand, tmp_path: Path) -> None:
    async with shop_on(slack, tmp_path) as shop:
        touched = await shop.touch(ADA)
        (asked,) = await posted(slack)
        await shop.tap(asked, "choice:4", value="5")
        following = (await posted(slack, count=2))[1]
        await shop.tap(following, "form:0", value=str(touched.session))
        (opened,) = await slack.logged("views.open")

    blocks = json.dumps(opened)
    assert "q:why" in blocks
    assert "q:again" in blocks
    assert "q:rating" not in blocks


async def test_the_home_shows_what_was_asked_and_is_drawn_again_when_that_changes(
    slack: Hand, tmp_path: Path
) -> None:
    async with shop_on(slack, tmp_path) as shop:
        await shop.touch(ADA)
        (asked,) = await posted(slack)
        await slack.post("open-home", user="U01CUST")
        first = json.dumps(await slack.logged("views.publish"))
        await shop.tap(asked, "choice:4", value="5")
        second = json.dumps((await slack.logged("views.publish", count=2))[1])
        opened = await slack.post("open-home", user="U01CUST")
        await slack.post(
            "interact",
            user="U01CUST",
            view_id=text(mapping(opened["view"]), "id"),
            action={"type": "button", "action_id": "order:stop"},
        )

        async def is_stopped() -> bool:
            return "order:start" in json.dumps(await slack.get("log", method="views.publish"))

        await until(is_stopped)

    assert "Waiting for you" in first
    assert "The courier" in first
    assert "5 of 5" in second
    assert await slack.violations() == []


async def test_a_colleague_sees_the_map_and_customers_do_not(slack: Hand, tmp_path: Path) -> None:
    elsewhere = {"public_url": "https://us.example"}
    async with shop_on(slack, tmp_path, colleagues=[COLLEAGUE], more=elsewhere) as shop:
        await slack.post("open-home", user="U02ADM")
        theirs = json.dumps(await slack.logged("views.publish"))
        await slack.post("open-home", user="U01CUST")
        customers = json.dumps((await slack.logged("views.publish", count=2))[1])
        link = re.search(r"https://us\.example(/pictures/[^|\"\\]+)", theirs)
        assert link is not None
        async with httpx.AsyncClient(base_url=shop.site, trust_env=False, verify=False) as client:
            page = await client.get(link[1])
            forged = await client.get(re.sub(r"\.[\w-]{22}/", f".{'A' * 22}/", link[1]))

    assert "Journey map" in theirs
    assert "Journey map" not in customers
    assert page.status_code == httpx.codes.OK
    assert forged.status_code == httpx.codes.NOT_FOUND


async def test_the_night_is_kept_by_the_clock_that_slack_tells_of(slack: Hand, tmp_path: Path) -> None:
    offset = (3 - CLOCK.now().hour + 11) % 24 - 11
    await slack.post("user", id="U01CUST", tz=f"Etc/GMT{-offset:+d}")
    awake = (12 - CLOCK.now().hour + 11) % 24 - 11
    quiet = ", quiet_hours: {start: '22:00', end: '07:00'}"
    async with shop_on(slack, tmp_path, zone=f"Etc/GMT{-awake:+d}", policy=quiet) as shop:
        touched = await shop.touch(ADA)

    assert (touched.outcome, touched.reason) == ("defer", "quiet_hours")


async def test_a_customer_known_by_an_e_mail_address_is_asked_and_heard(slack: Hand, tmp_path: Path) -> None:
    async with shop_on(slack, tmp_path) as shop:
        await shop.touch("Cust@example.com", customer="by mail")
        (asked,) = await posted(slack)
        await shop.tap(asked, "choice:4", value="5")
        await posted(slack, count=2)
        answers = [answer.value for answer in shop.app.store.answers()]

    assert answers == [5]


async def test_whoever_writes_first_is_known_by_their_e_mail_address(slack: Hand, tmp_path: Path) -> None:
    async with shop_on(slack, tmp_path) as shop:
        await shop.touch(customer="cust@example.com")
        await slack.post("message", user="U01CUST", text="stop")
        (told,) = await posted(slack)
        again = await shop.touch(customer="cust@example.com")

    assert "start" in text(told, "text")
    assert again.reason == "opted_out"


async def test_a_command_in_any_channel_is_its_senders_wherever_they_are_asked(
    slack: Hand, tmp_path: Path
) -> None:
    async with shop_on(slack, tmp_path) as shop:
        await shop.touch(ADA)
        await posted(slack)
        await slack.post("command", user="U01CUST", channel="C01GEN", command="/journey", text="stop")
        (told,) = await slack.sent(method="chat.postEphemeral")
        again = await shop.touch(ADA)

    assert (told["method"], told["user"]) == ("chat.postEphemeral", "U01CUST")
    assert again.reason == "opted_out"


async def test_who_is_asked_in_a_channel_is_heard_in_direct_messages_too(slack: Hand, tmp_path: Path) -> None:
    async with shop_on(slack, tmp_path) as shop:
        await shop.touch("T01TEST/C01GEN/U01CUST")
        (asked,) = await posted(slack)
        await slack.post("message", user="U01CUST", text="stop")
        told = (await posted(slack, count=2))[1]
        again = await shop.touch("T01TEST/C01GEN/U01CUST")

    assert asked["channel"] == "C01GEN"
    assert told["channel"] != "C01GEN"
    assert again.reason == "opted_out"


async def test_an_agent_has_the_writer_of_a_message_asked_and_is_told_what_will_happen(
    slack: Hand, tmp_path: Path
) -> None:
    async with shop_on(slack, tmp_path, agents=[COLLEAGUE]) as shop:
        ts = await slack.say("The courier was here")
        pointed: dict[str, Json] = {"callback_id": "aftertouch_follow_up", "channel": "C01GEN", "ts": ts}
        await slack.post("shortcut", user="U02ADM", **pointed)
        await slack.logged("views.open")
        picked: Json = {
            "touchpoint": {"touchpoint": {"type": "static_select", "selected_option": {"value": "courier"}}},
            "note": {"note": {"type": "plain_text_input", "value": "She had a dent."}},
        }
        await submitted(slack, picked, user="U02ADM")
        both = await posted(slack, count=2)
        (asked,) = [each for each in both if "How was it?" in json.dumps(each)]
        (told,) = [each for each in both if each is not asked]
        await shop.tap(asked, "choice:4", value="5")
        await posted(slack, count=3)
        store = shop.app.store
        answers = [answer.value for answer in store.answers()]
        known = store.load(Wanted(addresses=frozenset({("slack", ADA)}))).customers.values()
        logged = [(row.entry.command, row.entry.role, row.entry.outcome) for row in store.audit_rows()]

    assert answers == [5]
    assert asked["channel"] != told["channel"]
    assert "We ask Cust" in json.dumps(told)
    assert [(note.text, note.by) for each in known for note in each.follow_ups] == [
        ("She had a dent.", "Ad Min")
    ]
    assert logged == [("followup", "agent", "done")]
    assert await slack.violations() == []


async def test_who_is_no_agent_has_nobody_asked_and_that_is_logged(slack: Hand, tmp_path: Path) -> None:
    async with shop_on(slack, tmp_path, colleagues=[COLLEAGUE]) as shop:
        ts = await slack.say("Hello")
        pointed: dict[str, Json] = {"callback_id": "aftertouch_follow_up", "channel": "C01GEN", "ts": ts}
        for user in ("U02ADM", "U01CUST"):  # a manager, and a customer
            await slack.post("shortcut", user=user, **pointed)
        opened = await slack.logged("views.open", count=2)
        channel = shop.app.channels["slack"]
        assert isinstance(channel, SlackChannel)
        await channel.reactions.settle()
        entries = [row.entry for row in shop.app.store.audit_rows()]

    assert all("Only support teams can have us ask." in json.dumps(each) for each in opened)
    assert [(each.command, each.outcome) for each in entries] == [("followup", "refused")] * 2
    assert all("U0" not in each.who for each in entries)


async def test_a_closed_program_leaves_nothing_open(slack: Hand, tmp_path: Path) -> None:
    async with shop_on(slack, tmp_path) as shop:
        await shop.touch(ADA)
        await posted(slack)
        channel = shop.app.channels["slack"]
        assert isinstance(channel, SlackChannel)
        session = channel.calls.client.session
        assert session is not None

    assert session.closed

    assert (await slack.get("sockets", count=0, wait_s=_PATIENCE))["open"] == 0


async def installed(shop: Shop, team: str) -> httpx.Response:
    """Go through our page and Slack's, and come back."""
    async with httpx.AsyncClient(base_url=shop.site, trust_env=False, verify=False) as client:
        page = await client.get(paths.INSTALL)
        (link,) = re.findall(r'href="([^"]*/oauth/v2/authorize[^"]*)"', page.text)
        async with httpx.AsyncClient(trust_env=False, verify=False) as outside:
            sent = await outside.post(unescape(str(link)), data={"team": team, "answer": "allow"})
        back = urlsplit(sent.headers["Location"])
        # The cookie is for https alone, where this server is behind a proxy.
        cookie = page.headers["Set-Cookie"].partition(";")[0]
        return await client.get(f"{back.path}?{back.query}", headers={"Cookie": cookie})


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_company_lets_us_in_throws_us_out_and_lets_us_in_again(
    slack: Hand, tmp_path: Path, transport: str
) -> None:
    await slack.post("team", id="T02NEW", domain="new")
    await slack.post("user", id="U05HERS", team="T02NEW")
    async with shop_on(slack, tmp_path, transport=transport, more=MANY) as shop:
        assert (await installed(shop, "T02NEW")).status_code == httpx.codes.OK
        await shop.touch("T02NEW/U05HERS", customer="eve")
        (asked,) = await posted(slack)
        before = dealt_with(tmp_path)
        await slack.post("uninstall", team="T02NEW")

        async def is_gone() -> bool:
            return (await shop.touch(customer="eve")).reason == "unreachable"

        async def is_heard() -> bool:
            return dealt_with(tmp_path) >= before + 2

        # Slack tells it twice; a company takes longer to come back than the second takes to arrive.
        await until(is_heard)
        await until(is_gone)
        kept = shop.app.store.find_safe("slack/installation/T02NEW", now=CLOCK.now())

        assert (await installed(shop, "T02NEW")).status_code == httpx.codes.OK

        async def is_back() -> bool:
            return (await shop.touch(customer="eve")).reason != "unreachable"

        await until(is_back)

    assert asked["team"] == "T02NEW"
    assert kept is None
