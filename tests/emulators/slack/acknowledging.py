"""What the app's answer to an interaction does.

Sources: https://docs.slack.dev/surfaces/modals#response_actions and
https://docs.slack.dev/interactivity/implementing-slash-commands#responding_to_commands
"""

from ..common.json_shapes import Object
from .checks import suggestion_problems
from .common_answers import post_answer
from .objects import JsonObject, items, mapping, text
from .refusals import Refused
from .slack import Slack
from .viewing import MOST_STACKED, checked_view, close_all, close_top, rewrite, show_modal, stack_key
from .violations import violated
from .world import Channel, User, View

_ACTIONS = {"", "errors", "update", "push", "clear"}


def submission_answered(slack: Slack, view: View, answer: Object) -> JsonObject:
    """Do what `response_action` says; without one the modal closes."""
    action = text(answer, "response_action")
    if action not in _ACTIONS or (answer and not action):
        return _useless(slack, "view_submission", f'response_action "{action}"')
    if action == "errors":
        return _show_errors(slack, view, mapping(answer.get("errors")))
    if action == "clear":
        close_all(slack, view.team_id, view.user)
        return {"modal": "cleared"}
    if action in {"update", "push"}:
        return _show_next(slack, view, answer, is_pushed=action == "push")
    close_top(slack, view.team_id, view.user)
    return {"modal": "closed"}


def _show_errors(slack: Slack, view: View, errors: JsonObject) -> JsonObject:
    inputs = {
        text(mapping(each), "block_id") for each in items(view.given.get("blocks"))
        if text(mapping(each), "type") == "input"
    }  # fmt: skip
    if not errors or not set(errors) <= inputs:
        return _useless(slack, "view_submission", "errors for blocks that are no inputs")
    view.errors = errors
    return {"modal": "errors", "errors": errors}


def _show_next(slack: Slack, view: View, answer: Object, *, is_pushed: bool) -> JsonObject:
    stack = slack.world.stacks.get(stack_key(view.team_id, view.user), [])
    replacing = "" if is_pushed else view.id
    try:
        given = checked_view(
            slack, mapping(answer.get("view")), view.team_id, where="response_action", replacing=replacing
        )
    except Refused as refusal:
        return _useless(slack, "view_submission", f"a view that is refused ({refusal.code})")
    if is_pushed and len(stack) >= MOST_STACKED:
        return _useless(slack, "view_submission", "a fourth view on the stack")
    if is_pushed:
        shown = show_modal(slack, given, user=view.user, team_id=view.team_id, is_pushed=True)
    else:
        shown = rewrite(slack, view, given)
    slack.send_out("response_action", {"team": view.team_id, "user": view.user, "view_id": shown.id})
    return {"modal": "pushed" if is_pushed else "updated", "view_id": shown.id}


def command_answered(slack: Slack, channel: Channel, user: User, answer: Object) -> JsonObject:
    """Post what the app answers to a command, for the customer alone if it does not say otherwise."""
    if not answer:
        return {}
    try:
        message = post_answer(slack, channel, user, answer, where="slash command")
    except Refused as refusal:
        return _useless(slack, "slash command", f"a message that is refused ({refusal.code})")
    return {"ts": message.ts}


def action_answered(slack: Slack, answer: Object) -> JsonObject:
    """Note that an answer to block_actions is thrown away."""
    return _useless(slack, "block_actions", "a body, which nobody sees") if answer else {}


def suggestion_answered(slack: Slack, answer: Object) -> JsonObject:
    """The options that the app suggests."""
    if "options" not in answer and "option_groups" not in answer:
        return _useless(slack, "block_suggestion", "no options")
    if problems := list(suggestion_problems(answer)):
        return _useless(slack, "block_suggestion", f"options that are refused ({problems[0]})")
    return {"options": items(answer.get("options")), "option_groups": items(answer.get("option_groups"))}


def _useless(slack: Slack, where: str, detail: str) -> JsonObject:
    violated(slack.bench, "bad_ack", where=where, detail=detail)
    return {"problem": detail}
