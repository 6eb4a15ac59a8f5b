"""Files handed over to people, and pictures for our messages: an upload in three steps.

Source: https://docs.slack.dev/messaging/working-with-files#uploading_files. Until the third step nobody sees
anything, so what fails before it may be done again; files whose third step was lost may come twice.
"""

from collections.abc import Sequence

from bot.channels.slack.mrkdwn import clip
from bot.channels.slack.payload import Fields, text
from bot.channels.slack.speaking import Speaker
from feedback.prompts import Document, Picture

_ALT = 1000
"""Of `alt_txt`."""


async def hand_over(
    speaker: Speaker,
    documents: Sequence[Document],
    *,
    team: str,
    channel: str,
    thread: str | None = None,
) -> None:
    """Share `documents` in `channel`, below the message `thread`; raises what asking Slack may raise."""
    files = [await _uploaded(speaker, each.name, each.content, team=team) for each in documents]
    await speaker.ask(team, "files.completeUploadExternal", files=files, channel_id=channel, thread_ts=thread)


async def keep_picture(speaker: Speaker, picture: Picture, *, team: str) -> str:
    """Hand Slack a picture that a message of ours will show; nobody sees it before. Return its id."""
    described = clip(picture.described, _ALT)
    file = await _uploaded(speaker, picture.name, picture.data, team=team, described=described)
    await speaker.ask(team, "files.completeUploadExternal", files=[file])
    return text(file, "id")


async def _uploaded(
    speaker: Speaker, name: str, content: bytes, *, team: str, described: str | None = None
) -> Fields:
    place = await speaker.ask(
        team, "files.getUploadURLExternal", filename=name, length=len(content), alt_txt=described
    )
    await speaker.calls.upload(text(place, "upload_url"), content)
    return {"id": text(place, "file_id"), "title": name}
