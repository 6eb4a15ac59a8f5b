"""From templates to responses: everything a page loads comes from here, and nothing of it is inline."""

from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

# Trusted Types make the browser refuse what would turn a customer's words into markup.
_POLICY: Final = (
    "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'self'; object-src 'none'; "
    "frame-ancestors 'self'{embedders}; require-trusted-types-for 'script'"
)


def page(template: str, *, embedders: tuple[str, ...] = (), **facts: object) -> HTMLResponse:
    """Return `template` filled with `facts`; only our own pages and `embedders` may put it in a frame."""
    headers = {
        "Content-Security-Policy": _POLICY.format(embedders="".join(f" {site}" for site in embedders)),
        "Cache-Control": "no-cache",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }
    return HTMLResponse(_environment().get_template(template).render(**facts), headers=headers)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.http.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals["asset"] = lambda path: f"/static/{path}"
    return environment
