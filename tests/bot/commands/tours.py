"""Every command that colleagues have, said one after the other on one platform."""

from collections.abc import Awaitable, Callable

from bot.codes import shown
from feedback.grants import LASTS, as_subject
from feedback.records import Code
from feedback.rights import Grant
from tests.bot.commands.bridge import Bridge
from tests.bot.commands.diary import Diary
from tests.bot.commands.loops import a_customer
from tests.bot.commands.support import NOON

LINES = (
    "help", "map", "pains stage delivery", "summary", "trend", "scores", "funnel", "paths", "drivers",
    "compare persona busy", "segments", "media", "moments", "opportunities", "rescue", "responses", "digest",
    "news", "export pains as csv", "why ada", "preview", "followup ada shelf the red one", "veto ada",
    "cases", "case NONE0000", "map stage delivry", "dance",
)  # fmt: skip
"""A line for each; then a name that is misspelt, and a command that there is not."""

UNSAID = frozenset({"share", "test"})
"""A link is another one each time; a test begins a talk of its own. Both have tests of their own."""

ROLE_CODE = "R0KE0001"

Says = Callable[[str], Awaitable[None]]


async def on_slack(bridge: Bridge, diary: Diary) -> Says:
    """Say them with the slash command of the app."""
    await a_customer(bridge)
    return bridge.says


async def on_telegram(bridge: Bridge, diary: Diary) -> Says:
    """Say them in private, once a code has opened them."""
    await a_customer(bridge)
    maria = await bridge.telegram.customer(first_name="Maria")
    subject = as_subject(Grant(role="admin"))
    code = Code(code=ROLE_CODE, kind="role", subject=subject, created_at=NOON, expires_at=NOON + LASTS)
    bridge.app.store.add_codes([code])
    await bridge.on_telegram(maria, shown(ROLE_CODE), chat=maria)
    diary.watches(maria, "Telegram, Maria")

    async def says(line: str) -> None:
        await bridge.on_telegram(maria, f"/{line}", chat=maria)

    return says


async def on_the_web(bridge: Bridge, diary: Diary) -> Says:
    """Say them in a web chat."""
    await a_customer(bridge)
    diary.web["kim"] = "Web, Kim"

    async def says(line: str) -> None:
        await bridge.on_the_web("kim", f"/{line}")

    return says
