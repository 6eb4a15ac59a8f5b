"""Whatever is put into the outbox in any test could go out on Telegram and on Slack, not only where it goes.

Most tests listen in the web chat, which has no limits; a prompt that Telegram's buttons cannot carry would
pass them all, and reach nobody.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from bot.channels.slack import rendering as for_slack
from bot.channels.slack import showing as answers_for_slack
from bot.channels.slack.addresses import Place
from bot.channels.telegram import answering as answers_for_telegram
from bot.channels.telegram import rendering as for_telegram
from bot.channels.telegram.callback import MOST_BYTES, Signer
from bot.channels.telegram.prompt_ids import BadPromptError
from feedback.prompts import Prompt
from feedback.records import OutboxItem
from feedback.store.rows import RowWriter
from feedback.store.sql import Values
from tests.emulators.common.json_shapes import Json
from tests.emulators.slack.checks import block_problems

_SIGNER = Signer(b"a secret that only tests know")
_HERE = Place(team="T1", user="U1")
_COUNTED = re.compile(r"\bid-(\d{5})\b")


@contextmanager
def fits_everywhere() -> Iterator[None]:
    """Hold every prompt that is stored, until the block ends, against what platforms take."""
    written, seen = RowWriter.outbox, set[tuple[object, ...]]()

    def checked(self: RowWriter, record: OutboxItem) -> Values:
        known = (record.prompt.id.partition(".")[0], record.prompt.text, record.prompt.shape, record.chosen)
        if known not in seen:
            seen.add(known)
            found = problems(record)
            assert not found, f"prompt {record.prompt.id!r} cannot go out: {found}"
        return written(self, record)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RowWriter, "outbox", checked)
        yield


def problems(item: OutboxItem) -> list[str]:
    """Return what either platform would refuse of a prompt; nothing, if both could show it."""
    return [*_on_telegram(_as_long_as_ours(item.prompt)), *_on_slack(item)]


def _as_long_as_ours(prompt: Prompt) -> Prompt:
    """Return the prompt with ids as long as those of the product; those of tests are short."""
    return replace(prompt, id=_COUNTED.sub(lambda counted: counted[1].rjust(32, "0"), prompt.id))


def _on_telegram(prompt: Prompt) -> Iterator[str]:
    try:
        messages = (
            [answers_for_telegram.show(prompt, signer=_SIGNER, is_group=False).head]
            if prompt.purpose == "answer"
            else for_telegram.render(prompt, signer=_SIGNER)
        )
    except BadPromptError as error:
        yield f"Telegram: {error}"
        return
    for message in messages:
        if not message.text:
            yield "Telegram: a message without words"
        for carried in (button.callback_data for row in message.rows for button in row):
            if not 1 <= len(carried.encode()) <= MOST_BYTES:
                yield f"Telegram: a button of {len(carried)} bytes"


def _on_slack(item: OutboxItem) -> Iterator[str]:
    if item.prompt.purpose == "answer":
        shown = answers_for_slack.show(item.prompt, file=None, has_table=True)
    else:
        shown = for_slack.render(item, _HERE, has_form=item.prompt.more).blocks
    blocks: list[Json] = list(shown)  # type: ignore[arg-type] # of JSON all
    for each in block_problems(blocks, pointer="/blocks", most="MESSAGE_BLOCKS_MAX_ITEMS"):
        yield f"Slack: {each}"
