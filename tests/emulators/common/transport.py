"""Ways in which an answer can go wrong on the wire."""

from aiohttp import web

from .clock import VirtualClock

_PAGE = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)


def proxy_page(status: int) -> web.Response:
    """Return what a proxy answers instead of the platform: HTML, no JSON."""
    title = {500: "500 Internal Server Error", 502: "502 Bad Gateway"}.get(status, str(status))
    return web.Response(status=status, text=_PAGE.format(title), content_type="text/html")


def cut(request: web.Request) -> web.Response:
    """Cut the connection; the response is for aiohttp, nobody gets it."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def send_slowly(
    request: web.Request, response: web.Response, *, clock: VirtualClock, delay_ms: int
) -> web.StreamResponse:
    """Send half of `response`, and the rest after `delay_ms` of the emulator's time."""
    body = response.body if isinstance(response.body, bytes) else b""
    slow = web.StreamResponse(status=response.status, headers={"Content-Type": response.content_type})
    slow.content_length = len(body)
    await slow.prepare(request)
    half = len(body) // 2
    await slow.write(body[:half])
    await clock.sleep_until(clock.now_ms + delay_ms, why="slow body")
    await slow.write(body[half:])
    await slow.write_eof()
    return slow
