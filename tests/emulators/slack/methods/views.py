"""views.*: modals and App Home."""

from ..forms import view_form
from ..objects import JsonObject
from ..refusals import Refused
from ..viewing import MOST_STACKED, checked_view, exchanged, rewrite, show_modal, stack_key
from ..world import View
from .call import Call, Method, Methods, view_argument


def _open(call: Call) -> JsonObject:
    return _show(call, is_pushed=False)


def _push(call: Call) -> JsonObject:
    return _show(call, is_pushed=True)


def _show(call: Call, *, is_pushed: bool) -> JsonObject:
    given = view_argument(call)
    trigger_id = call.needed("trigger_id", "invalid_arguments")
    given = checked_view(call.slack, given, call.team_id, where=call.method)
    if given.get("type") != "modal":
        raise Refused("invalid_arguments", messages=["must be a valid enum value [json-pointer:/view/type]"])
    trigger = exchanged(call.slack, trigger_id, call.team_id)
    stack = call.slack.world.stacks.get(stack_key(call.team_id, trigger.user), [])
    if is_pushed and (not stack or not trigger.view_id):
        raise Refused("not_found")
    if is_pushed and len(stack) >= MOST_STACKED:
        raise Refused("push_limit_reached")
    view = show_modal(call.slack, given, user=trigger.user, team_id=call.team_id, is_pushed=is_pushed)
    return _answer(call, view)


def _update(call: Call) -> JsonObject:
    view = _named(call)
    _check_hash(call, view)
    given = checked_view(call.slack, view_argument(call), call.team_id, where=call.method, replacing=view.id)
    return _answer(call, rewrite(call.slack, view, given))


def _named(call: Call) -> View:
    external = call.text("external_id")
    for view in call.slack.world.views.values():
        is_meant = view.id == call.text("view_id") or (external and view.given.get("external_id") == external)
        if is_meant and view.team_id == call.team_id:
            return view
    raise Refused("not_found")


def _check_hash(call: Call, view: View) -> None:
    if call.text("hash") and call.text("hash") != view.hash:
        raise Refused("hash_conflict")


def _publish(call: Call) -> JsonObject:
    user = call.user("user_id")
    key = stack_key(call.team_id, user.id)
    before = call.slack.world.views.get(call.slack.world.homes.get(key, ""))
    if before is not None:
        _check_hash(call, before)
    given = checked_view(
        call.slack,
        view_argument(call),
        call.team_id,
        where=call.method,
        replacing=before.id if before else "",
    )
    if given.get("type") != "home":
        raise Refused("invalid_arguments", messages=["must be a valid enum value [json-pointer:/view/type]"])
    if before is not None:
        return _answer(call, rewrite(call.slack, before, given))
    view_id = call.slack.new_id("V")
    view = View(
        id=view_id, team_id=call.team_id, user=user.id, kind="home", given=given, hash=call.slack.new_hash(),
        root_view_id=view_id,
    )  # fmt: skip
    call.slack.world.views[view.id] = view
    call.slack.world.homes[key] = view.id
    return _answer(call, view)


def _answer(call: Call, view: View) -> JsonObject:
    form = view_form(call.slack, view)
    call.slack.send_out(call.method, {"team": call.team_id, "user": view.user, "view": form})
    return {"view": form}


METHODS: Methods = {
    "views.open": Method(run=_open),
    "views.push": Method(run=_push),
    "views.update": Method(run=_update),
    "views.publish": Method(run=_publish),
}
