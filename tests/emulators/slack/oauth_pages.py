"""The page on which somebody lets the app into his workspace.

Source: https://docs.slack.dev/authentication/installing-with-oauth
"""

import re
from html import escape
from urllib.parse import urlencode

from aiohttp import web

from .slack import Slack
from .world import Code

_SCOPE = re.compile(r"commands|[a-z_.]+(:[a-z_.]+)+")
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Install {app}</title><link rel="stylesheet" href="/page.css">
<main class="card"><h1>{app} wants to come into a workspace</h1>
<form method="post">
<p><label>Workspace <select name="team">{teams}</select></label></p>
<p>It asks for these scopes:</p><ul>{scopes}</ul>
<p class="row"><button name="answer" value="allow" class="primary">Allow</button>
<button name="answer" value="cancel">Cancel</button></p></form></main></html>"""


class OAuthPages:
    """Serves `/oauth/v2/authorize`."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def ask(self, request: web.Request) -> web.Response:
        """Show the page, or what is wrong with the link to it."""
        app = self._slack.world.app
        if problem := self._problem(request):
            return web.Response(status=400, text=problem)
        teams = "".join(
            f'<option value="{escape(each.id)}">{escape(each.name)}</option>'
            for each in self._slack.world.teams.values()
        )
        scopes = "".join(f"<li><code>{escape(each)}</code></li>" for each in _scopes(request))
        page = _PAGE.format(app=escape(app.name), teams=teams, scopes=scopes)
        return web.Response(text=page, content_type="text/html")

    async def answer(self, request: web.Request) -> web.Response:
        """Send the asker back to the app, with a code or without."""
        if problem := self._problem(request):
            return web.Response(status=400, text=problem)
        form = await request.post()
        redirect = request.query["redirect_uri"]
        back = {"state": request.query.get("state", "")}
        if form.get("answer", "allow") != "allow":
            raise web.HTTPFound(f"{redirect}?{urlencode({'error': 'access_denied', **back})}")
        team_id = str(form.get("team") or next(iter(self._slack.world.teams)))
        code = f"{self._slack.bench.chance.getrandbits(96):024x}"
        self._slack.world.codes[code] = Code(
            team_id=self._slack.team(team_id).id, user=str(form.get("user") or "U02ADM"),
            scopes=_scopes(request),
            redirect_uri=redirect, at_ms=self._slack.bench.clock.now_ms,
        )  # fmt: skip
        raise web.HTTPFound(f"{redirect}?{urlencode({'code': code, **back})}")

    def _problem(self, request: web.Request) -> str:
        app = self._slack.world.app
        redirect = request.query.get("redirect_uri", "")
        if request.query.get("client_id") != app.client_id:
            return "invalid_client_id"
        if not redirect or (app.redirect_urls and not redirect.startswith(app.redirect_urls)):
            return "bad_redirect_uri: redirect_uri did not match any configured URIs"
        if not all(_SCOPE.fullmatch(each) for each in _scopes(request)):
            return "invalid_scope"
        return ""


def _scopes(request: web.Request) -> tuple[str, ...]:
    return tuple(each for each in request.query.get("scope", "").replace(" ", ",").split(",") if each)
