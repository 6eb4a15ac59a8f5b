"""What somebody sent along, fetched by its id: an address must not be taken from a payload."""

from bot.channel import Failure
from bot.channels.slack.addresses import read_address
from bot.channels.slack.calling import Calls, may_be_asked
from bot.channels.slack.failing import NETWORK, failure_of
from bot.channels.slack.payload import part, text
from bot.channels.slack.sending import NOT_INSTALLED
from bot.channels.slack.speaking import NotInstalled, Speaker

_TOO_LARGE = Failure(kind="rejected", detail="the attachment is larger than 20 MiB")


class Files:
    """Fetches files that were shared with us."""

    def __init__(self, *, speaker: Speaker, calls: Calls) -> None:
        self._speaker = speaker
        self._calls = calls

    async def fetch(self, reference: str, *, address: str) -> bytes | Failure:
        """Return what the file holds."""
        place = read_address(address)
        if place is None:
            return Failure(kind="rejected", detail="this is no address of Slack")
        try:
            answer = await self._speaker.ask(place.team, "files.info", file=reference)
            file = part(answer, "file")
            url = text(file, "url_private_download") or text(file, "url_private")
            if not may_be_asked(url, base_url=self._calls.base_url):
                return Failure(kind="rejected", detail="Slack names no place of its own for the file")
            token = await self._speaker.token(place.team)
            content = await self._calls.download(url, token=token.value)
        except NotInstalled:
            return NOT_INSTALLED
        except NETWORK as error:
            return failure_of(error)
        return _TOO_LARGE if content is None else content
