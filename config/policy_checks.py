"""Times that cannot be, or that would silence everyone."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from config.duration import format_duration
from config.errors import Flaw, KeyPath
from config.journey import Cap, Policy, QuietHours, Recontact, Survey, Touchpoint

_MOST_REMINDERS = 3
_NONE = timedelta(0)


def check_policy(policy: Policy) -> Iterator[Flaw]:
    """Yield what is wrong with whom to ask and when."""
    path = ("policy",)
    yield from _check_cap(policy.cap, (*path, "cap"))
    yield from _check_cap(policy.ask_budget, (*path, "ask_budget"))
    if policy.quiet_hours:
        yield from _check_quiet(policy.quiet_hours, policy.fresh_for, (*path, "quiet_hours"))
    if not policy.fresh_for:
        what = "every prompt would be stale at once, so nobody would be asked"
        yield Flaw(path=(*path, "fresh_for"), what=what, fix="write for example 48h")
    if not policy.sample:
        yield Flaw(
            path=(*path, "sample"), what="nobody is asked", fix="write 1 to ask everyone", is_warning=True
        )


def _check_cap(cap: Cap | None, path: KeyPath) -> Iterator[Flaw]:
    if cap and not cap.within:
        what = "the window has no length, so nothing is ever counted in it"
        yield Flaw(path=(*path, "within"), what=what, fix="write for example 30d")


def _check_quiet(quiet: QuietHours, fresh_for: timedelta, path: KeyPath) -> Iterator[Flaw]:
    if quiet.start == quiet.end:
        what = f"the quiet hours start and end at {quiet.start:%H:%M}: that is no time, or the whole day"
        yield Flaw(
            path=path, what=what, fix="write for example start: 21:00 and end: 08:00, or remove quiet_hours"
        )
    elif _NONE < fresh_for <= _length(quiet.start, quiet.end):
        what = (
            f"what happens at the start of the night is stale ({format_duration(fresh_for)}) before it ends"
        )
        fix = "make fresh_for longer than the quiet hours, or those customers are never asked"
        yield Flaw(path=path, what=what, fix=fix, is_warning=True)


def check_freshness(touchpoint: Touchpoint, policy: Policy, path: KeyPath) -> Iterator[Flaw]:
    """Yield that nobody is ever asked because the question would go out when it is stale."""
    fresh_for = policy.fresh_for if touchpoint.fresh_for is None else touchpoint.fresh_for
    if touchpoint.survey and fresh_for and touchpoint.ask_after > fresh_for:
        after, fresh = format_duration(touchpoint.ask_after), format_duration(fresh_for)
        what = f"asking after {after} is too late: by then it is stale ({fresh}), so nobody is ever asked"
        fix = f"ask earlier, or write fresh_for: {after} or longer here"
        yield Flaw(path=(*path, "ask_after"), what=what, fix=fix)


def _length(start: time, end: time) -> timedelta:
    day = date.min
    between = datetime.combine(day, end) - datetime.combine(day, start)
    return between % timedelta(days=1)


def check_times(survey: Survey, path: KeyPath) -> Iterator[Flaw]:
    """Yield what is wrong with when one survey reminds, expires and comes again."""
    if not survey.expires_after:
        what = "the survey expires the moment it is asked"
        yield Flaw(path=(*path, "expires_after"), what=what, fix="write for example 3d")
    yield from _check_reminders(survey, path)
    yield from _check_recontact(survey.recontact, (*path, "recontact"))


def _check_reminders(survey: Survey, path: KeyPath) -> Iterator[Flaw]:
    for number, after in enumerate(survey.reminders):
        here = (*path, "reminders", number)
        if survey.expires_after and after >= survey.expires_after:
            what = f"a reminder after {format_duration(after)} comes too late: the survey has expired"
            fix = f"remind before {format_duration(survey.expires_after)}, or raise expires_after"
            yield Flaw(path=here, what=what, fix=fix)
        elif not after:
            yield Flaw(path=here, what="a reminder at once reminds nobody", fix="write for example 24h")
    if len(survey.reminders) > _MOST_REMINDERS:
        what, fix = f"{len(survey.reminders)} reminders are nagging", "one is plenty, two at most"
        yield Flaw(path=(*path, "reminders"), what=what, fix=fix, is_warning=True)


def _check_recontact(recontact: Recontact, path: KeyPath) -> Iterator[Flaw]:
    if recontact.mode == "some" and recontact.times is None:
        yield Flaw(
            path=path, what='"some" needs to know how often', fix="add times: 3, or write mode: always"
        )
    if recontact.mode != "some" and recontact.times is not None:
        what = f'"times" counts only with mode: some, and the mode is {recontact.mode}'
        yield Flaw(path=(*path, "times"), what=what, fix="write mode: some, or remove times")
