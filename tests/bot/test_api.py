"""`POST /v1/interactions`, one at a time: what is taken in, what is refused, and in which words."""

import hashlib
import hmac
import json
from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest

from bot.http.interaction_examples import BATCH, ONE
from bot.http.map_api import MEDIA_TYPES
from bot.http.signatures import TOLERANCE, sign
from bot.plugins import renderers
from feedback.errors import StoreUnavailableError
from tests.bot.client import World, client
from tests.bot.fakes import NOW

JSON = {"Content-Type": "application/json"}
_ATTRIBUTE = "send up to 1000 characters, a number, true, false, null or a list of texts"


def interaction(**changes: object) -> dict[str, object]:
    return {"source": "shop", "source_id": "1", "touchpoint": "delivery", "customer": {"id": "c1"}, **changes}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def api(world: World) -> AsyncGenerator[httpx.AsyncClient]:
    async with client(world.app()) as speaking:
        yield speaking


async def post(api: httpx.AsyncClient, body: object, **headers: str) -> httpx.Response:
    return await api.post("/v1/interactions", content=json.dumps(body).encode(), headers={**JSON, **headers})


async def test_a_customer_we_can_reach_is_asked(world: World, api: httpx.AsyncClient) -> None:
    addresses = [{"channel": "telegram", "address": "7"}]

    answer = await post(api, interaction(customer={"id": "c1", "addresses": addresses}))

    assert answer.status_code == 200
    assert answer.json() == {
        "interaction": "i1",
        "customer": "c1",
        "outcome": "ask",
        "reason": "asked",
        "session": "s1",
    }
    assert world.intaker.touches[0].customer.addresses == (("telegram", "7"),)


async def test_what_is_left_out_stays_as_it_is_known_and_the_time_is_now(
    world: World, api: httpx.AsyncClient
) -> None:
    await post(api, interaction())

    (touch,) = world.intaker.touches
    assert touch.occurred_at == NOW
    assert touch.customer.name is None
    assert touch.customer.consent is None


async def test_a_campaign_is_kept_and_is_written_as_an_id(world: World, api: httpx.AsyncClient) -> None:
    assert (await post(api, interaction(campaign="spring_mail"))).status_code == 200
    assert (await post(api, interaction(campaign="Ann Quill"))).status_code == 422

    assert [touch.campaign for touch in world.intaker.touches] == ["spring_mail"]


async def test_a_customer_without_an_address_gets_an_invitation_to_print(api: httpx.AsyncClient) -> None:
    answer = (await post(api, interaction())).json()

    assert answer["reason"] == "unreachable"
    assert answer["invitation"].startswith("https://feedback.example/i#i1.")


async def test_a_repeat_gets_the_same_answer_and_says_so(world: World, api: httpx.AsyncClient) -> None:
    first = await post(api, interaction())

    second = await post(api, interaction())

    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert len(world.intaker.touches) == 1


async def test_attributes_keep_their_types(world: World, api: httpx.AsyncClient) -> None:
    attributes = {"plan": "pro", "orders": 3, "spent": 9.5, "vip": True, "left": None, "tags": ["a", "b"]}

    await post(api, interaction(customer={"id": "c1", "attributes": attributes}))

    assert world.intaker.touches[0].customer.attributes == {**attributes, "tags": ("a", "b")}


async def test_the_examples_in_the_document_work(api: httpx.AsyncClient) -> None:
    assert (await post(api, ONE)).status_code == 200
    batch = await post(api, BATCH)

    assert [each["status"] for each in batch.json()["interactions"]] == [200, 200]


async def test_everything_wrong_is_told_at_once(world: World, api: httpx.AsyncClient) -> None:
    body = {
        "source": "my shop",
        "touchpoint": "delivry",
        "ocurred_at": "2026-09-30T18:00:00Z",
        "occurred_at": "2026-09-30",
        "customer": {
            "id": "",
            "langauge": "de",
            "timezone": "Europe/Berln",
            "consent": "yes",
            "attributes": {"a b": 1, "deep": {"er": 1}},
            "addresses": [{"channel": "telegram"}],
        },
    }

    answer = await post(api, body)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["title"], problem["status"]) == ("Unprocessable Content", 422)
    assert problem["detail"] == f"{len(problem['errors'])} things are wrong with this interaction"
    fixes = {error["pointer"]: error["fix"] for error in problem["errors"]}
    assert fixes == {
        "#/source": "write it as the pattern ^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$ wants",
        "#/source_id": "add it",
        "#/touchpoint": 'did you mean "delivery"?',
        "#/occurred_at": "write it like 2026-09-30T18:00:00Z",
        "#/ocurred_at": 'did you mean "occurred_at"?',
        "#/customer/id": "send at least 1 character(s)",
        "#/customer/langauge": 'did you mean "language"?',
        "#/customer/timezone": 'did you mean "Europe/Berlin"?',
        "#/customer/consent": "use 'unknown', 'given' or 'withdrawn'",
        "#/customer/attributes/a%20b": "write it as the pattern ^[A-Za-z_][A-Za-z0-9_]{0,62}$ wants",
        "#/customer/attributes/deep": _ATTRIBUTE,
        "#/customer/addresses/0/address": "add it",
    }
    assert world.intaker.touches == []


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2026-09-30T18:00:00Z", 200),
        ("2026-09-30T20:00:00+02:00", 200),
        ("2026-09-30T18:00:00", 422),
        ("2026-09-30T25:00:00Z", 422),
        (1790791200, 422),
        ("2026-10-02T18:00:00Z", 422),
    ],
)
async def test_a_time_has_an_offset_and_is_not_ahead_of_us(
    api: httpx.AsyncClient, moment: object, status: int
) -> None:
    answer = await post(api, interaction(occurred_at=moment))

    assert answer.status_code == status


async def test_a_refusal_of_the_service_reads_like_any_other_flaw(api: httpx.AsyncClient) -> None:
    answer = await post(api, interaction(touchpoint="closed"))

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"pointer": "#/touchpoint", "detail": '"closed" takes nothing any more', "fix": "use another"}
    ]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "the body is not JSON: EOF while parsing a value at line 1 column 0"),
        (b'{"source": "shop",}', "the body is not JSON: trailing comma at line 1 column 19"),
        (b'{"a": NaN}', "the body is not JSON: expected value at line 1 column 7"),
        (b'{"a": "\xff"}', "the body is not UTF-8: byte 7 cannot be read; encode it as UTF-8"),
        (b"[" * 10_000, "the body is not JSON: recursion limit exceeded at line 1 column 202"),
    ],
    ids=["empty", "trailing comma", "nan", "not utf-8", "too deep"],
)
async def test_what_cannot_be_read_is_told_with_its_place(
    api: httpx.AsyncClient, body: bytes, detail: str
) -> None:
    answer = await api.post("/v1/interactions", content=body, headers=JSON)

    assert (answer.status_code, answer.json()["detail"]) == (400, detail)


@pytest.mark.parametrize("body", [[], "text", 7, None], ids=repr)
async def test_a_body_that_is_no_object_is_refused(api: httpx.AsyncClient, body: object) -> None:
    answer = await post(api, body)

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"pointer": "#", "detail": "it is no object", "fix": "send an object, in { }"}
    ]


async def test_infinity_and_nul_are_no_attributes(api: httpx.AsyncClient) -> None:
    body = b'{"source":"s","source_id":"1","touchpoint":"delivery","customer":{"id":"c","name":"a\\u0000",'
    answer = await api.post(
        "/v1/interactions", content=body + b'"attributes":{"n":1e999,"t":"\\u0000"}}}', headers=JSON
    )

    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "#/customer/name",
        "#/customer/attributes/n",
        "#/customer/attributes/t",
    }


async def test_only_json_is_taken(api: httpx.AsyncClient) -> None:
    answer = await api.post("/v1/interactions", content=b"{}", headers={"Content-Type": "text/plain"})

    assert answer.status_code == 415
    assert answer.headers["accept"] == "application/json"


async def test_a_large_body_is_refused_without_being_read(api: httpx.AsyncClient) -> None:
    read = 0

    async def ten_mebibytes() -> AsyncGenerator[bytes]:
        nonlocal read
        for _ in range(160):
            read += 1
            yield b" " * 65_536

    declared = await api.post("/v1/interactions", content=b" " * 10_485_760, headers=JSON)
    streamed = await api.post("/v1/interactions", content=ten_mebibytes(), headers=JSON)

    assert declared.status_code == streamed.status_code == 413
    assert declared.json()["detail"] == "the body is larger than 5 MiB; send less at a time"
    assert read < 90


async def test_one_interaction_may_not_be_as_large_as_a_batch(api: httpx.AsyncClient) -> None:
    answer = await post(api, interaction(padding="x" * 2_000_000))

    assert (answer.status_code, answer.json()["title"]) == (413, "Content Too Large")


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Bearer ", "Basic plain", "plain"])
async def test_without_a_known_key_nothing_is_taken(world: World, header: str | None) -> None:
    async with client(world.app(), bearer=None) as api:
        headers = {} if header is None else {"Authorization": header}
        answer = await post(api, interaction(), **headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert world.intaker.touches == []


async def test_a_signed_request_is_taken_in(world: World) -> None:
    body = json.dumps(interaction()).encode()
    digest = hmac.new(b"shared", b"%d." % NOW.timestamp() + body, hashlib.sha256).hexdigest()
    headers = {**JSON, "X-Aftertouch-Signature": f"t={int(NOW.timestamp())},v1={digest}"}

    async with client(world.app(), bearer="signing") as api:
        answer = await api.post("/v1/interactions", content=body, headers=headers)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (None, "is missing"),
        ("v1=abc", "must be written"),
        (sign(b"{}", at=NOW, secret=b"other"), "does not fit the body"),
        (sign(b"{ }", at=NOW, secret=b"shared"), "does not fit the body"),
        (sign(b"{}", at=NOW - TOLERANCE - timedelta(seconds=1), secret=b"shared"), "5 minutes"),
        (sign(b"{}", at=NOW + TOLERANCE + timedelta(seconds=1), secret=b"shared"), "5 minutes"),
    ],
    ids=["missing", "malformed", "other secret", "other body", "old", "ahead"],
)
async def test_a_key_with_a_secret_must_sign(world: World, header: str | None, words: str) -> None:
    headers = JSON if header is None else {**JSON, "X-Aftertouch-Signature": header}

    async with client(world.app(), bearer="signing") as api:
        answer = await api.post("/v1/interactions", content=b"{}", headers=headers)

    assert answer.status_code == 401
    assert words in answer.json()["detail"]


async def test_a_store_that_cannot_be_reached_asks_to_send_again(
    world: World, api: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    world.intaker.failing["1"] = StoreUnavailableError("password=hunter2")

    answer = await post(api, interaction())

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "hunter2" not in answer.text + capsys.readouterr().out


async def test_a_defect_of_ours_is_no_traceback_and_quotes_nobody(
    world: World, api: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    world.intaker.failing["1"] = RuntimeError("the customer wrote: my secret")

    answer = await post(api, interaction())

    logged = capsys.readouterr().out
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "request_failed" in logged
    assert "my secret" not in answer.text + logged
    assert "Traceback" not in answer.text + logged


def test_the_map_is_there_in_every_form_that_there_is() -> None:
    offered = {form: media.partition(";")[0] for form, media in MEDIA_TYPES.items()}

    assert offered == {name: renderer.media_type for name, renderer in renderers().items()}
