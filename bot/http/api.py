"""The HTTP application: routes, problems in one form, and nothing of customers in any log."""

from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from importlib.metadata import version

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import Lifespan

from bot.http.chat_bodies import CodeRedemption, Redeemed, Redemption, SentReply, Stored
from bot.http.envelope import Envelope
from bot.http.flaws import pointer
from bot.http.interaction_bodies import BatchAnswer, BatchBody, InteractionAnswer, InteractionBody
from bot.http.interactions_api import Reception, make_interactions_api
from bot.http.map_api import Maps, make_map_api
from bot.http.openapi import describe, problems
from bot.http.problems import FieldError, Problem, ProblemDocument, problem_response, wrong_content

Readiness = Callable[[], Awaitable[Sequence[str]]]
"""Says what we are not ready for; nothing when all is well."""

_ABOUT = (
    "Tell Aftertouch that a customer reached a touchpoint; it asks them how it went, in the chat they use, "
    "and draws the answers as a journey map. Everything that can go wrong is answered as "
    "`application/problem+json` (RFC 9457), with all errors of a body at once."
)


def make_api(
    reception: Reception,
    *,
    maps: Maps,
    unready: Readiness,
    routers: Sequence[APIRouter] = (),
    lifespan: Lifespan[FastAPI] | None = None,
) -> FastAPI:
    """Return the application; `routers` are the chat, the pages and whatever else is to be served."""
    app = FastAPI(
        title="Aftertouch",
        version=version("aftertouch"),
        description=_ABOUT,
        docs_url=None,  # both would load scripts from elsewhere; /docs is a page of our own
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.include_router(make_interactions_api(reception))
    app.include_router(make_map_api(maps=maps, keys=reception.keys))
    app.include_router(_make_health(unready))
    for router in routers:
        app.include_router(router)
    app.add_middleware(Envelope)
    _answer_problems(app)
    app.openapi = describe(app, models=_MODELS)  # type: ignore[method-assign]  # FastAPI documents this way
    return app


def _make_health(unready: Readiness) -> APIRouter:
    router = APIRouter(tags=["Health"])

    @router.get("/healthz", summary="Are you alive?", response_class=Response)
    async def healthz() -> Response:
        """Answers as long as the process can; restart it when it does not."""
        return Response('{"status":"ok"}', media_type="application/json")

    @router.get(
        "/readyz",
        summary="Can you work?",
        response_class=Response,
        responses=problems(HTTPStatus.SERVICE_UNAVAILABLE),
    )
    async def readyz() -> Response:
        """Answers 200 when the store can be reached and the workers run; send no traffic otherwise."""
        lacking = await unready()
        if lacking:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "; ".join(lacking), headers={"Retry-After": "5"})
        return Response('{"status":"ready"}', media_type="application/json")

    return router


def _answer_problems(app: FastAPI) -> None:
    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> Response:
        del request
        return problem_response(error)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        return problem_response(Problem(status, _hint(request, status), headers=error.headers))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        del request
        return problem_response(_invalid(error))


def _hint(request: Request, status: HTTPStatus) -> str:
    match status:
        case HTTPStatus.NOT_FOUND:
            return "there is nothing at this path; /openapi.json lists what there is"
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return f"this path does not take {request.method}; the header Allow says what it takes"
        case _:
            return status.description or status.phrase


def _invalid(error: RequestValidationError) -> Problem:
    """Return the problem of query and path parameters; only the routes of the map have any."""
    flaws = error.errors()
    if any(flaw["loc"][0] == "path" for flaw in flaws):
        return Problem(HTTPStatus.NOT_FOUND, "there is no such form of the map; use json, svg, png or html")
    errors = [
        FieldError(pointer=pointer(flaw["loc"]), detail=flaw["msg"], fix="correct it, or leave it out")
        for flaw in flaws
    ]
    return wrong_content(errors, what="this query")


_MODELS = (
    InteractionBody,
    BatchBody,
    InteractionAnswer,
    BatchAnswer,
    SentReply,
    Stored,
    Redemption,
    CodeRedemption,
    Redeemed,
    ProblemDocument,
)
