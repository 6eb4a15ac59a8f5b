"""A model may say our sentences anew; where it says anything else, ours stand. Customers' words stay here."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pydantic import SecretStr

from bot.briefing.rephrasing import Rephraser, rephraser, says_the_same
from config.settings import Settings
from mapping.parts import About
from mapping.period import Period
from mapping.report import Column, Report, Table

NAMES = frozenset({"Get it", "Buy", "Late again"})
FELL = "Get it became worse by 0.6 (0.3 to 0.9): from +0.5 (n = 40) to −0.1 (n = 38)."
REPORT = Report(
    name="summary",
    title="Summary",
    about=About(
        journey="shop", title="Shop", version="v1", language="en", period=Period(), previous_period=None,
        persona=None, segment=None, channels=(), as_of=datetime(2026, 5, 4, tzinfo=UTC), scorer="s",
        min_customers=5,
    ),
    findings=("Customers feel best at Buy: +1.2 (+0.9 to +1.4; n = 60).", FELL),
    tables=(
        Table(key="quotes", title="", columns=(Column(key="q", title=""),), rows=(("It rained in.",),)),
        Table(key="sources", title="", columns=(Column(key="s", title=""),), rows=((FELL,),)),
    ),
)  # fmt: skip


@dataclass
class Model:
    """A model on this machine; `says` makes its answer of the sentences, `heard` is all it was sent."""

    says: Callable[[list[str]], object] = list
    status: int = 200
    heard: list[dict[str, object]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def model() -> Iterator[Model]:
    made = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.heard.append(body)
            made.keys.append(self.headers["Authorization"])
            sentences = json.loads(body["messages"][1]["content"])["sentences"]
            said = json.dumps(made.says(sentences))
            answer = json.dumps({"choices": [{"message": {"content": said}}]}).encode()
            self.send_response(made.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library calls it
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


async def told(model: Model, *, sends_quotes: bool = False) -> Report:
    asked = Rephraser(url=model.url, model="m", key=SecretStr("k"), sends_quotes=sends_quotes)
    return await asked(REPORT, NAMES)


async def test_sentences_that_say_the_same_are_said_anew(model: Model) -> None:
    smooth = "At Buy, customers feel best: +1.2 (+0.9 to +1.4; n = 60)."
    model.says = lambda sentences: [smooth, *sentences[1:]]

    report = await told(model)

    assert report.findings == (smooth, FELL)
    assert report.tables == REPORT.tables
    assert model.keys == ["Bearer k"]


async def test_customers_words_stay_here_unless_a_second_switch_says_otherwise(model: Model) -> None:
    await told(model)
    await told(model, sends_quotes=True)

    first, second = (json.dumps(each) for each in model.heard)
    assert "rained" not in first
    assert "rained" in second


@pytest.mark.parametrize(
    "says",
    [
        lambda _: [],
        lambda _: "Everything is fine.",
        lambda sentences: [None for _ in sentences],
        lambda sentences: {"sentences": sentences},
    ],
    ids=["none", "a text", "nothing", "an object"],
)
async def test_an_answer_that_is_none_leaves_our_sentences(
    model: Model, says: Callable[[list[str]], object]
) -> None:
    model.says = says

    assert await told(model) == REPORT


async def test_a_model_that_fails_leaves_our_sentences(model: Model) -> None:
    model.status = 500

    assert await told(model) == REPORT
    assert await Rephraser(url="http://127.0.0.1:9", model="m")(REPORT, NAMES) == REPORT


@pytest.mark.parametrize(
    "other",
    [
        "Get it became better by 0.6 (0.3 to 0.9): from +0.5 (n = 40) to −0.1 (n = 38).",
        "Get it became worse by 0.7 (0.3 to 0.9): from +0.5 (n = 40) to −0.1 (n = 38).",
        "Get it became worse by 0.6 (0.3 to 0.9): from +0.5 (n = 40) to +0.1 (n = 38).",
        "Get it became worse by 0.6 (0.3 to 0.9): from −0.1 (n = 38) to +0.5 (n = 40).",
        "Buy became worse by 0.6 (0.3 to 0.9): from +0.5 (n = 40) to −0.1 (n = 38).",
        "Get it never became worse by 0.6 (0.3 to 0.9): from +0.5 (n = 40) to −0.1 (n = 38).",
        "Get it became worse by 0.6 (0.3 to 0.9): from +0.5 (n = 40) to −0.1 (n = 38), says 1 expert.",
        "Get it became worse by 0.6.",
        "Get it became twice as bad, by 0.6 (0.3 to 0.9): from +0.5 (n = 40) to −0.1 (n = 38).",
        "For most, Get it became worse by 0.6 (0.3 to 0.9): from +0.5 (n = 40) to −0.1 (n = 38).",
        "Get it became worse by 0.6 (0.3 to 0.9), due to rain: from +0.5 (n = 40) to −0.1 (n = 38).",
        "**Get it** became worse by 0.6 (0.3 to 0.9): from +0.5 (n = 40) to −0.1 (n = 38).",
        FELL + " This is a long story that nobody asked for, told at length to whoever wants to hear it.",
        "",
    ],
)
def test_another_number_name_sign_direction_or_denial_is_not_the_same(other: str) -> None:
    assert not says_the_same(FELL, other, names=NAMES)


def test_the_same_in_other_words_is_the_same() -> None:
    said = "By 0.6 (0.3 to 0.9) Get it has got worse: +0.5 (n = 40) before, −0.1 (n = 38) now."

    assert not says_the_same(FELL, said.replace("By 0.6 (0.3 to 0.9) ", ""), names=NAMES)
    assert says_the_same(FELL, said, names=NAMES)
    assert says_the_same("Late again at Buy: 3 of 9.", "At Buy, Late again: 3 of 9.", names=frozenset())


def test_it_is_off_unless_somebody_says_where_it_is() -> None:
    assert rephraser(Settings()) is None
    found = rephraser(Settings(rephrase_url="https://model.example/v1", rephrase_key=SecretStr("secret")))
    assert found is not None
    assert not found.sends_quotes
    assert "secret" not in repr(found)
