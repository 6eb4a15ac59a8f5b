"""Links to share open what was published for as long as they were given, and for nobody who made one up."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from hypothesis import given
from hypothesis import strategies as st

from bot.http.map_api import Form, MapQuery
from bot.http.pages.router import Site
from bot.http.problems import Problem, problem_response
from bot.http.shared import make_shared
from bot.reporting import Query
from bot.share import Shared, linking, name_shared, secret_of, shared_under
from feedback.audit import AuditEntry
from feedback.intake import Refused
from tests.bot.asking.counting import actor_of

NOW = datetime(2026, 9, 30, 18, tzinfo=UTC)
SECRET = b"the secret of this workspace"
AUGUST = Query(language="de", persona="regular", since=date(2026, 8, 1), until=date(2026, 8, 31))


def shared(query: Query = AUGUST, *, days: int = 7) -> Shared:
    return Shared(query=query, until=NOW + timedelta(days=days))


QUERIES = st.builds(
    Query,
    language=st.sampled_from(["en", "de", "pt-BR"]),
    persona=st.none() | st.from_regex(r"[a-z][a-z0-9_-]{0,30}", fullmatch=True),
    segment=st.none() | st.from_regex(r"[a-z][a-z0-9_-]{0,30}", fullmatch=True),
    stage=st.none() | st.from_regex(r"[a-z][a-z0-9_-]{0,30}", fullmatch=True),
    medium=st.none() | st.text(min_size=1, max_size=20),
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
)


@given(query=QUERIES, days=st.integers(1, 90))
def test_a_link_shows_what_it_was_made_for(query: Query, days: int) -> None:
    name = name_shared(shared(query, days=days), secret=SECRET)

    assert shared_under(name, now=NOW, secret=SECRET) == shared(query, days=days)


def test_a_link_is_over_when_its_time_is() -> None:
    name = name_shared(shared(days=7), secret=SECRET)

    assert shared_under(name, now=NOW + timedelta(days=7, seconds=-1), secret=SECRET) is not None
    assert shared_under(name, now=NOW + timedelta(days=7), secret=SECRET) is None


@given(at=st.integers(0, 10_000), other=st.characters(codec="ascii"))
def test_a_link_that_was_changed_anywhere_opens_nothing(at: int, other: str) -> None:
    name = name_shared(shared(), secret=SECRET)
    place = at % len(name)
    changed = name[:place] + other + name[place + 1 :]

    found = shared_under(changed, now=NOW, secret=SECRET)

    assert found is None or changed == name


@given(st.text(max_size=80))
def test_what_somebody_makes_up_opens_nothing(name: str) -> None:
    assert shared_under(name, now=NOW, secret=SECRET) is None


def test_links_are_over_when_the_master_key_is_another() -> None:
    def secret(purpose: str) -> bytes:
        return f"of {purpose}".encode()

    name = name_shared(shared(), secret=secret_of(secret, "key-1"))

    assert shared_under(name, now=NOW, secret=secret_of(secret, "key-1")) is not None
    assert shared_under(name, now=NOW, secret=secret_of(secret, "key-2")) is None


def test_there_is_no_link_without_an_address_on_the_web() -> None:
    link = linking(site=None, secret=SECRET)

    assert link(AUGUST, actor_of("manager", "en"), NOW) is None


class Maps:
    """Draws maps that say what they are of; refuses whose persona nobody knows."""

    async def render(self, form: Form, *, query: MapQuery) -> bytes | Refused:
        if query.persona == "nobody":
            return Refused(pointer="/persona", what="there is no such persona", fix="leave it out")
        return f"{form} of {query.persona} since {query.since} in {query.language}".encode()


def _answer(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, Problem)
    return problem_response(error)


class Server:
    """The route of shared maps, with what was noted of its use."""

    def __init__(self) -> None:
        self.noted: list[AuditEntry] = []
        self._app = FastAPI()
        self._app.add_exception_handler(Problem, _answer)
        self._app.include_router(
            make_shared(
                site=Site(title="Shop", language="fr"),
                maps=Maps(),
                secret=SECRET,
                now=lambda: NOW,
                note=self._note,
            )
        )

    def _note(self, entries: Sequence[AuditEntry]) -> None:
        self.noted += entries

    def get(self, path: str) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url="https://maps.example") as client:
                return await client.get(path)

        return asyncio.run(asked())


@pytest.fixture
def server() -> Server:
    return Server()


def test_whoever_holds_a_link_sees_the_map_and_that_is_noted(server: Server) -> None:
    link = linking(site="https://maps.example", secret=SECRET)(
        AUGUST, actor_of("manager", "de"), NOW + timedelta(days=7)
    )
    assert link is not None

    answer = server.get(link.removeprefix("https://maps.example"))

    assert answer.text == "html of regular since 2026-08-01 in de"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    (entry,) = server.noted
    assert (entry.command, entry.outcome, entry.about[0]) == ("shared-map", "done", "html")


def test_a_link_that_is_none_is_refused_and_nothing_noted(server: Server) -> None:
    over = name_shared(shared(days=-1), secret=SECRET)

    for name in (over, "made.up"):
        answer = server.get(f"/shared/{name}/map.html")
        assert answer.status_code == HTTPStatus.NOT_FOUND
    assert server.noted == []


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        (
            name_shared(shared(Query(language="de"), days=-1), secret=SECRET),
            "de",
            "Dieser Link gilt nicht mehr.",
        ),
        (name_shared(shared(Query(), days=-1), secret=SECRET), "fr", "Ce lien n’est plus valable."),
        ("made.up", "fr", "Ce lien n’est plus valable."),
    ],
    ids=["over", "over, in no language", "made up"],
)
def test_whoever_comes_too_late_reads_so_on_a_page_in_the_language_of_the_map(
    server: Server, name: str, language: str, said: str
) -> None:
    answer = server.get(f"/shared/{name}/map.html")

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert f'<html lang="{language}"' in answer.text
    assert said in answer.text
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_program_that_comes_too_late_reads_a_problem(server: Server) -> None:
    answer = server.get("/shared/made.up/map.png")

    assert answer.headers["Content-Type"] == "application/problem+json"


def test_what_the_journey_no_longer_knows_is_refused(server: Server) -> None:
    name = name_shared(shared(Query(persona="nobody")), secret=SECRET)

    assert server.get(f"/shared/{name}/map.html").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
