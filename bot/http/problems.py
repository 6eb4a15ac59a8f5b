"""Problem documents (RFC 9457): one form for everything a caller can get wrong."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from feedback.errors import StaleError, StoreFullError, StoreUnavailableError

PROBLEM_TYPE = "application/problem+json"


class FieldError(BaseModel):
    """One thing wrong in what was sent."""

    model_config = ConfigDict(frozen=True)

    pointer: Annotated[
        str, Field(description="Where: a JSON pointer as a URI fragment.", examples=["#/touchpoint"])
    ]
    detail: Annotated[str, Field(description="What is wrong.", examples=['there is no touchpoint "delivry"'])]
    fix: Annotated[str, Field(description="How to put it right.", examples=['did you mean "delivery"?'])]


class ProblemDocument(BaseModel):
    """What went wrong, for people (title, detail) and programs (status, errors)."""

    model_config = ConfigDict(frozen=True)

    type: str = "about:blank"
    title: Annotated[str, Field(examples=["Unprocessable Content"])]
    status: Annotated[int, Field(examples=[422])]
    detail: Annotated[str, Field(examples=["1 thing is wrong with this interaction"])]
    errors: tuple[FieldError, ...] = ()


class Problem(Exception):
    """Ends a request with a problem document."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.document = ProblemDocument(
            title=title_of(status), status=status, detail=detail, errors=tuple(errors)
        )
        self.headers = dict(headers or {})


def title_of(status: HTTPStatus) -> str:
    """Return the name of `status` as RFC 9110 has it; older Pythons have older names."""
    return _TITLES.get(status.value, status.phrase)


_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}


def problem_response(problem: Problem) -> Response:
    """Return the response that says `problem`."""
    return Response(
        problem.document.model_dump_json(exclude=None if problem.document.errors else {"errors"}),
        status_code=problem.document.status,
        media_type=PROBLEM_TYPE,
        headers=problem.headers,
    )


def wrong_content(errors: Sequence[FieldError], *, what: str) -> Problem:
    """Return the problem of a body that can be read and does not fit."""
    count = "1 thing is" if len(errors) == 1 else f"{len(errors)} things are"
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{count} wrong with {what}", errors=errors)


def failure(error: Exception) -> Problem:
    """Return the problem of something that went wrong on our side; the error's own words stay with us."""
    if isinstance(error, StoreUnavailableError | StoreFullError | StaleError):
        return Problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "we cannot store anything just now; nothing was taken in, so send it again",
            headers={"Retry-After": "5"},
        )
    return Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong on our side; it is safe to send this again"
    )
