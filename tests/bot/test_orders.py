"""What customers type to say how they want to be treated."""

import pytest

from bot.channel import Told
from bot.orders import read_order


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("/stop", Told(order="stop")),
        ("STOP", Told(order="stop")),
        ("  stop. ", Told(order="stop")),
        ("Stopp!", Told(order="stop")),
        ("abmelden", Told(order="stop")),
        ("/start", Told(order="start")),
        ("/pause", Told(order="pause")),
        ("/pause 30d", Told(order="pause", argument="30d")),
        ("pause 2 w", Told(order="pause", argument="2w")),
        ("Pausa", Told(order="pause")),
        ("/pause 3 months", Told(order="pause", argument="90d")),
        ("/pause month", Told(order="pause", argument="30d")),
        ("/pause 2 Wochen", Told(order="pause", argument="14d")),
        ("/pause 10 días", Told(order="pause", argument="10d")),
        ("/pause 3 mesi", Told(order="pause", argument="90d")),
        ("/pause 6 mois", Told(order="pause", argument="180d")),
        ("/pause 2 settimane", Told(order="pause", argument="14d")),
        ("/pause 1 Jahr", Told(order="pause", argument="365d")),
        ("pause 2 weeks", Told(order="pause", argument="14d")),
        ("/pause 900 years", Told(order="pause", argument="3650d")),
        ("/pause a bit", Told(order="pause", argument="abit")),
        ("/language de", Told(order="language", argument="de")),
        ("/language Deutsch", Told(order="language", argument="de")),
        ("/language", Told(order="language")),
        ("/privacy", Told(order="privacy")),
        ("/mydata", Told(order="mydata")),
        ("/forget", Told(order="forget")),
        ("/help", Told(order="help")),
    ],
)
def test_an_order_is_understood(words: str, order: Told) -> None:
    assert read_order(words) == order


@pytest.mark.parametrize(
    "words",
    [
        "",
        "please stop being late",
        "start was slow",
        "pause was too short",
        "/what",
        "stop the music",
        "nein",
        "5",
    ],
)
def test_an_answer_is_no_order(words: str) -> None:
    assert read_order(words) is None
