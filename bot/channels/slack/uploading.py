"""Text files handed over to one person, in their direct messages: an upload in three steps.

Source: https://docs.slack.dev/messaging/working-with-files#uploading_files. Until the third step nobody sees
anything, so what fails before it may be done again; files whose third step was lost may come twice.
"""

from collections.abc import Sequence

from bot.channels.slack.payload import Fields, text
from bot.channels.slack.speaking import Speaker
from feedback.prompts import Document


async def hand_over(speaker: Speaker, documents: Sequence[Document], *, team: str, channel: str) -> None:
    """Share `documents` in `channel`; raises what asking Slack may raise."""
    files = [await _uploaded(speaker, each, team=team) for each in documents]
    await speaker.ask(team, "files.completeUploadExternal", files=files, channel_id=channel)


async def _uploaded(speaker: Speaker, document: Document, *, team: str) -> Fields:
    content = document.text.encode()
    place = await speaker.ask(team, "files.getUploadURLExternal", filename=document.name, length=len(content))
    await speaker.calls.upload(text(place, "upload_url"), content)
    return {"id": text(place, "file_id"), "title": document.name}
