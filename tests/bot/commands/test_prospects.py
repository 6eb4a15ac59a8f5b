"""How long a list of questions goes out, by the limits of the platforms."""

from datetime import timedelta

from bot.caring.prospects import fetching, pacing
from bot.channel import Channel, Failure
from feedback.clock import FakeClock
from feedback.prompts import Attachment
from tests.bot.commands.support import MARIA
from tests.bot.outgoing import NOON, FakePlatform, PacedPlatform

SECOND = timedelta(seconds=1)


class Handing(FakePlatform):
    """A platform that hands out one file."""

    async def fetch(self, reference: str, *, address: str) -> bytes | Failure:
        return b"anna" if reference == "f1" else Failure(kind="gone")


def test_many_take_as_long_as_the_bots_own_limit_asks_for() -> None:
    channels: dict[str, Channel] = {"chat": PacedPlatform(FakeClock(NOON), per_second=10)}

    lasts = pacing(channels)

    assert lasts("chat", 101) == 10 * SECOND
    assert lasts("chat", 1) == lasts("chat", 0) == lasts("web", 50) == timedelta(0)


async def test_a_file_is_fetched_from_the_platform_it_came_by() -> None:
    here: dict[str, Channel] = {"telegram": Handing(FakeClock(NOON))}
    fetch = fetching(here)

    assert await fetch(Attachment(kind="file", reference="f1"), MARIA) == b"anna"
    assert await fetch(Attachment(kind="file", reference="f2"), MARIA) is None
    assert await fetch(Attachment(kind="file", reference="f1", size=9_999_999), MARIA) is None
    assert await fetching({})(Attachment(kind="file", reference="f1"), MARIA) is None
