"""How fast we speak: never faster than Telegram lets us, in any stretch of time."""

from datetime import timedelta
from fractions import Fraction

import pytest
from telegram.constants import FloodLimit

from bot.channel import Lane
from tests.bot.telegram.fake_telegram import FakeTelegram, channel, item
from tests.bot.telegram.prompts import prompt

BOT = channel(FakeTelegram())


def lanes(address: str, *, amends: str | None = None) -> list[Lane]:
    return list(BOT.lanes(item(prompt(), address=address, amends=amends)))


def most_within(lane: Lane, stretch: timedelta) -> int:
    """Return how many a full bucket lets through in the worst stretch of time."""
    return int(lane.burst + lane.most * Fraction(stretch / lane.period))


@pytest.mark.parametrize(
    ("address", "stretch", "limit"),
    [
        ("4711", timedelta(seconds=5), 5 * FloodLimit.MESSAGES_PER_SECOND_PER_CHAT),
        ("-100123/4711", timedelta(minutes=1), FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP),
    ],
)
def test_no_chat_is_written_to_faster_than_allowed(address: str, stretch: timedelta, limit: int) -> None:
    overall, own = lanes(address)

    assert most_within(own, stretch) <= limit
    assert most_within(overall, timedelta(seconds=1)) <= FloodLimit.MESSAGES_PER_SECOND


def test_a_broadcast_takes_hardly_longer_than_telegrams_own_limit_asks_for() -> None:
    (overall, _) = lanes("4711")

    seconds = 3000 / overall.most * overall.period.total_seconds()

    assert seconds <= 1.05 * 3000 / FloodLimit.MESSAGES_PER_SECOND


def test_everybody_shares_one_lane_and_each_chat_has_its_own() -> None:
    ada, bob, group, in_group = (lanes(each) for each in ("4711", "4712", "-9/4711", "-9/4712"))

    assert len({each[0].key for each in (ada, bob, group, in_group)}) == 1
    assert len({each[1].key for each in (ada, bob, group)}) == 3
    assert group[1] == in_group[1]


def test_edits_of_a_chat_have_a_lane_of_their_own() -> None:
    said, amended = lanes("4711"), lanes("4711", amends="4711:40")

    assert said[0] == amended[0]
    assert said[1].key != amended[1].key


def test_no_lane_tells_whose_it_is() -> None:
    assert "4711" not in "".join(lane.key for lane in lanes("4711"))
