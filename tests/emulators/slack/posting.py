"""What is common to everything the app writes: checks, limits, and habits that end in double posts."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..common.json_shapes import Json, Object
from . import events
from .checks import block_problems
from .forms import with_block_ids
from .limits import ADVISED_TEXT, MOST_TEXT, block_limits
from .methods.call import Call
from .objects import items, mapping, mappings, text
from .refusals import Refused
from .slack import Slack
from .violations import violated
from .world import File, Message
from .writing import mrkdwn_texts, truncated, unescaped

_METADATA_MOST = 16_000  # https://docs.slack.dev/messaging/message-metadata
_MEMORY_MS = 600_000  # how long an equal post counts as a repetition


@dataclass(kw_only=True)
class Draft:
    """A message that Slack takes."""

    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Object | None = None


def checked_draft(call: Call, *, is_update: bool = False) -> Draft:
    """The message of a call, or the refusal it earns."""
    given = call.arguments
    blocks, attachments = (
        _list(given, "blocks", "invalid_blocks_format"),
        _list(given, "attachments", "invalid_arguments"),
    )
    written = _text(given)
    if not (written or blocks or attachments or (is_update and given.get("metadata"))):
        raise Refused("no_text")
    _check_blocks(call.slack, blocks, call.team_id)
    if len(attachments) > block_limits()["MESSAGE_ATTACHMENTS_MAX_ITEMS"]:
        raise Refused("too_many_attachments")
    for each in mappings(attachments):
        _check_blocks(call.slack, items(each.get("blocks")), call.team_id)
    if len(written) > MOST_TEXT:
        call.warnings.append("message_truncated")
    note_habits(call.slack, written, blocks, where=call.method, is_mrkdwn=call.flag("mrkdwn", default=True))
    return Draft(
        text=truncated(written, MOST_TEXT), blocks=with_block_ids(call.slack, blocks),
        attachments=attachments,
        metadata=_metadata(given),
    )  # fmt: skip


def _text(given: Object) -> str:
    marked = text(given, "markdown_text")
    if marked and (given.get("text") or given.get("blocks")):
        raise Refused("markdown_text_conflict")
    if len(marked) > block_limits()["MARKDOWN_TOTAL_TEXT_MAX_LENGTH"]:
        raise Refused("msg_too_long")
    return marked or text(given, "text")


def _list(given: Object, name: str, code: str) -> list[Json]:
    value = given.get(name)
    if value in (None, ""):
        return []
    found = items(value)
    if not found and value not in ([], "[]"):
        raise Refused(code)
    return found


def _check_blocks(slack: Slack, blocks: list[Json], team_id: str) -> None:
    problems = block_problems(blocks, pointer="/blocks", most="MESSAGE_BLOCKS_MAX_ITEMS") if blocks else []
    problems = [*problems, *unsupported_charts(slack, blocks, team_id), *_unusable(slack, blocks, team_id)]
    if problems:
        raise Refused("invalid_blocks", messages=problems)


def unsupported_charts(slack: Slack, blocks: list[Json], team_id: str) -> list[str]:
    """Name the charts among the blocks of a message or a view, where the workspace does not have them yet."""
    if slack.team(team_id).takes_charts:
        return []
    return [
        f"unsupported type: data_visualization [json-pointer:/blocks/{index}/type]"
        for index, each in enumerate(blocks)
        if text(mapping(each), "type") == "data_visualization"
    ]


def _unusable(slack: Slack, blocks: list[Json], team_id: str) -> Iterator[str]:
    """Name pictures that nobody handed over to this team, and tables after the first.

    Sources: https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object and
    https://docs.slack.dev/reference/block-kit/blocks/table-block ("only one table is allowed").
    """
    tables = 0
    for index, each in enumerate(map(mapping, blocks)):
        tables += text(each, "type") == "table"
        if text(each, "type") == "table" and tables > 1:
            yield f"only_one_table_allowed [json-pointer:/blocks/{index}]"
        wanted = text(mapping(each.get("slack_file")), "id")
        if wanted and not _is_picture(slack.world.files.get(wanted), team_id):
            yield f"invalid slack file [json-pointer:/blocks/{index}/slack_file]"


def _is_picture(file: File | None, team_id: str) -> bool:
    if file is None or file.team_id != team_id or not file.is_complete:
        return False
    return file.content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"GIF8"))


def _metadata(given: Object) -> Object | None:
    value = given.get("metadata")
    if value in (None, ""):
        return None
    found = mapping(value)
    if found and (not text(found, "event_type") or not isinstance(found.get("event_payload"), dict)):
        raise Refused("invalid_metadata_format")
    if len(json.dumps(found)) > _METADATA_MOST:
        raise Refused("metadata_too_large")
    return found or None


def note_habits(slack: Slack, written: str, blocks: Json, *, where: str, is_mrkdwn: bool = True) -> None:
    """Record what Slack takes although it should be otherwise."""
    bench = slack.bench
    if blocks and not written:
        violated(bench, "missing_fallback", where=where)
    if len(written) > ADVISED_TEXT:
        violated(bench, "long_text", where=where)
    for each in [written if is_mrkdwn else "", *mrkdwn_texts(blocks)]:
        if sign := unescaped(each):
            violated(bench, "unescaped_text", where=where, detail=f"a bare {sign}")
            return


def signature_of(channel_id: str, given: Object) -> str:
    """What two posts have in common when a reader cannot tell them apart."""
    seen = [
        channel_id,
        *(given.get(each) for each in ("text", "blocks", "attachments", "metadata", "thread_ts")),
    ]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def note_repeats(call: Call, signature: str, channel_id: str) -> None:
    """Record a second post that its readers cannot tell from the first."""
    slack, now = call.slack, call.slack.bench.clock.now_ms
    lost = slack.lost_posts.get(signature)
    if lost is not None and now - lost <= _MEMORY_MS:
        violated(slack.bench, "repeated_post", where=f"{call.method} {channel_id}")
    repeated = slack.gateway.repeated.get(channel_id)
    earlier = slack.posted.get(signature)
    if repeated is not None and earlier is not None and lost is None and now - earlier <= _MEMORY_MS:
        violated(slack.bench, "duplicate_answered_twice", where=f"{call.method} {channel_id}")
    slack.posted[signature] = now


def kept(slack: Slack, message: Message) -> None:
    """Put a message into its channel and tell of it."""
    slack.world.messages.append(message)
    events.message_posted(slack, message)
