"""Modals and App Home: the stack of a customer's modals, hashes, triggers.

Source: https://docs.slack.dev/surfaces/modals and the pages of views.open, .push, .update and .publish.
"""

import json

from ..common.json_shapes import Object
from .checks import view_problems
from .forms import with_block_ids
from .objects import JsonObject, items, mapping, text
from .posting import note_habits, unsupported_charts
from .refusals import Refused
from .slack import Slack
from .world import Trigger, View

TRIGGER_LIFE_MS = 3000
MOST_STACKED = 3
_MOST_BYTES = 250_000


def stack_key(team_id: str, user_id: str) -> str:
    """Under which a customer's modals are kept."""
    return f"{team_id}:{user_id}"


def new_trigger(slack: Slack, *, user: str, team_id: str, view_id: str = "") -> str:
    """A trigger_id for something the customer has just done."""
    slack.world.counter += 1
    value = f"{slack.bench.clock.now_s}.{slack.world.counter}.{slack.bench.chance.getrandbits(64):016x}"
    slack.world.triggers[value] = Trigger(
        user=user, team_id=team_id, at_ms=slack.bench.clock.now_ms, view_id=view_id
    )
    return value


def exchanged(slack: Slack, trigger_id: str, team_id: str) -> Trigger:
    """The trigger, used up by this; or the refusal it earns."""
    trigger = slack.world.triggers.get(trigger_id)
    if trigger is None or trigger.team_id != team_id:
        raise Refused("invalid_trigger_id")
    if trigger.is_used:
        raise Refused("exchanged_trigger_id")
    if slack.bench.clock.now_ms > trigger.at_ms + TRIGGER_LIFE_MS:
        raise Refused("expired_trigger_id")
    trigger.is_used = True
    return trigger


def checked_view(slack: Slack, given: Object, team_id: str, *, where: str, replacing: str = "") -> JsonObject:
    """A view that Slack takes, with ids on its blocks; or the refusal it earns."""
    if len(json.dumps(given)) > _MOST_BYTES:
        raise Refused("view_too_large")
    if problems := [*view_problems(given), *unsupported_charts(slack, items(given.get("blocks")), team_id)]:
        raise Refused("invalid_arguments", messages=problems)
    external = text(given, "external_id")
    if external and any(
        text(each.given, "external_id") == external and each.team_id == team_id and each.id != replacing
        for each in slack.world.views.values()
    ):
        raise Refused("duplicate_external_id")
    note_habits(slack, "-", given.get("blocks"), where=where)
    return {**given, "blocks": with_block_ids(slack, given.get("blocks"))}


def show_modal(slack: Slack, given: Object, *, user: str, team_id: str, is_pushed: bool) -> View:
    """Put a modal on top of the customer's stack, or open a new stack with it."""
    stack = slack.world.stacks.setdefault(stack_key(team_id, user), [])
    if not is_pushed:
        close_all(slack, team_id, user)
    view_id = slack.new_id("V")
    view = View(
        id=view_id, team_id=team_id, user=user, kind="modal", given=given, hash=slack.new_hash(),
        root_view_id=stack[0] if stack else view_id, previous_view_id=stack[-1] if stack else "",
    )  # fmt: skip
    slack.world.views[view.id] = view
    stack.append(view.id)
    return view


def rewrite(slack: Slack, view: View, given: Object) -> View:
    """Replace what a view shows; what was entered into blocks that stay is kept."""
    kept = {text(mapping(each), "block_id") for each in _blocks(given)}
    view.given = given
    view.hash = slack.new_hash()
    view.values = {block: value for block, value in view.values.items() if block in kept}
    view.errors = {}
    return view


def close_top(slack: Slack, team_id: str, user: str) -> View | None:
    """Take the top modal away; tell which one the customer sees now."""
    stack = slack.world.stacks.get(stack_key(team_id, user), [])
    if stack:
        slack.world.views.pop(stack.pop(), None)
    return slack.world.views[stack[-1]] if stack else None


def close_all(slack: Slack, team_id: str, user: str) -> None:
    """Take the whole stack away."""
    stack = slack.world.stacks.get(stack_key(team_id, user), [])
    while stack:
        slack.world.views.pop(stack.pop(), None)


def _blocks(given: Object) -> list[JsonObject]:
    blocks = given.get("blocks")
    return [mapping(each) for each in blocks] if isinstance(blocks, list) else []
