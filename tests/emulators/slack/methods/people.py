"""users.* and usergroups.*: who there is."""

from ..forms import profile_form, user_form
from ..objects import JsonObject
from ..refusals import Refused
from .call import Call, Method, Methods, page

_EMAIL = "users:read.email"


def _info(call: Call) -> JsonObject:
    user = call.user()
    form = user_form(call.slack, user, with_email=_EMAIL in call.token.scopes)
    if call.flag("include_locale"):
        form["locale"] = user.locale
    return {"user": form}


def _list(call: Call) -> JsonObject:
    found = [
        user_form(call.slack, each, with_email=_EMAIL in call.token.scopes)
        for each in call.slack.world.users.values()
        if each.team_id == call.team_id or call.slack.shares_a_channel(each, call.team_id)
    ]
    members, metadata = page(call, found, default=1000)
    return {"members": members, "cache_ts": call.slack.bench.clock.now_s, "response_metadata": metadata}


def _by_email(call: Call) -> JsonObject:
    wanted = call.needed("email", "users_not_found").lower()
    for each in call.slack.world.users.values():
        if each.team_id == call.team_id and each.email.lower() == wanted and not each.deleted:
            return {"user": user_form(call.slack, each)}
    raise Refused("users_not_found")


def _profile(call: Call) -> JsonObject:
    return {"profile": profile_form(call.slack, call.user(), with_email=_EMAIL in call.token.scopes)}


def _group(call: Call) -> JsonObject:
    team_id, members = call.slack.world.groups.get(call.needed("usergroup"), ("", []))
    if team_id != call.team_id:
        raise Refused("no_such_subteam")
    return {"users": list(members)}


METHODS: Methods = {
    "users.info": Method(run=_info, scopes=("users:read",)),
    "users.list": Method(run=_list, scopes=("users:read",)),
    "users.lookupByEmail": Method(run=_by_email, scopes=(_EMAIL,)),
    "users.profile.get": Method(run=_profile, scopes=("users.profile:read", "users:read")),
    "usergroups.users.list": Method(run=_group, scopes=("usergroups:read",)),
}
