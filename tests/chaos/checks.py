"""What must be true in the end, whoever was killed: decided from what was seen and what is written down."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.chaos.crowd import Talk
from tests.chaos.ledger import Ledger, Out
from tests.chaos.platform import Account, Shown
from tests.chaos.scenario import Scenario

MOST_IN_FLIGHT = 8
"""How many prompts one process has on their way at most: they went out, and that is not noted yet."""

Said = tuple[str, str]
"""What makes a prompt one: its address, and its words or its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that is known when all has come to rest."""

    scenario: Scenario
    talks: Sequence[Talk]
    shown: Sequence[Shown]
    ledger: Ledger
    account: Account
    kills: Sequence[Collection[str]]
    """The outbox items that counted as on their way at each kill."""
    listed: Collection[str]
    """The items that `aftertouch outbox --state unknown` lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rows of one prompt, or of prompts that nobody can tell apart, and how often they arrived."""

    rows: Sequence[Out]
    copies: int
    lost_answers: int

    @property
    def doubles(self) -> int:
        return max(self.copies - len(self.rows), 0)

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)


def broken(evidence: Evidence) -> Sequence[str]:
    """Return what is not as it was promised, without anybody's words or address."""
    groups = groups_of(evidence)
    return [
        *_interactions(evidence),
        *_inbox(evidence),
        *_replies(evidence),
        *_prompts(evidence, groups),
        *_doubles(evidence, groups),
        *_in_flight(evidence),
        *_listed(evidence),
    ]


def groups_of(evidence: Evidence) -> Sequence[Group]:
    """Bring rows and copies together."""
    rows: defaultdict[Said, list[Out]] = defaultdict(list)
    for row in evidence.ledger.outs:
        if not row.amends and row.state != "dropped":
            rows[_said(evidence.scenario, row)].append(row)
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for address, words in rows:
        texts[address].append(words)
    copies = Counter(_meant(shown.address, shown.prompt or shown.text, texts) for shown in evidence.shown)
    cut = Counter(_meant(address, words, texts) for address, words in evidence.account.lost_answers)
    return [
        Group(rows=rows.get(said, ()), copies=copies[said], lost_answers=cut[said])
        for said in sorted({*rows, *copies})
    ]


def doubles_at(evidence: Evidence) -> Sequence[int]:
    """Return how many prompts were doubled because of each kill: they were on their way when it came.

    One that was on its way at several kills is put down to the one with the fewest so far, those with the
    least choice first: nobody can tell any more which of them it was.
    """
    found = [0] * len(evidence.kills)
    doubled = [
        (_kills_of(group, evidence), group.doubles - group.lost_answers) for group in groups_of(evidence)
    ]
    for places, many in sorted(doubled, key=lambda each: len(each[0])):
        for place in sorted(places, key=lambda at: found[at])[: max(many, 0)]:
            found[place] += 1
    return found


def _kills_of(group: Group, evidence: Evidence) -> Sequence[int]:
    return [
        place for place, claimed in enumerate(evidence.kills) if any(row.id in claimed for row in group.rows)
    ]


def _said(scenario: Scenario, row: Out) -> Said:
    # Slack's messages say which prompt they are; Telegram's can only be told by what they say.
    return row.address, row.prompt if scenario.platform == "slack" else row.text


def _meant(address: str, words: str, texts: Mapping[str, Sequence[str]]) -> Said:
    """Return which prompt a message is a copy of: one may be part of another."""
    fitting = [each for each in texts.get(address, ()) if each in words]
    return address, max(fitting, key=len, default=words)


def _interactions(evidence: Evidence) -> Iterator[str]:
    ledger = evidence.ledger
    stored = Counter(source_id for _, source_id in ledger.interactions)
    told = {talk.source_id for talk in evidence.talks if talk.is_told}
    yield from _if(len(told - stored.keys()), "interactions were acknowledged and are lost")
    yield from _if(sum(many > 1 for many in stored.values()), "interactions are there twice")
    yield from _if(
        len(stored.keys() - {each.source_id for each in evidence.talks}), "interactions are invented"
    )
    begun = Counter(ledger.sessions)
    yield from _if(
        sum(begun[each] != 1 for each, _ in ledger.interactions), "interactions have no session, or several"
    )


def _inbox(evidence: Evidence) -> Iterator[str]:
    ins, account = evidence.ledger.ins, evidence.account
    done = {key for key, state in ins.items() if state == "done"}
    yield from _if(len(ins) - len(done), "inbox items are not dealt with")
    yield from _if(len(set(account.heard) - ins.keys()), "things were acknowledged and are not in the inbox")
    yield from _if(max(account.least - len(ins), 0), "things acknowledged at least are missing in the inbox")


def _replies(evidence: Evidence) -> Iterator[str]:
    source = dict(evidence.ledger.interactions)
    given = [(source.get(each.interaction), each) for each in evidence.ledger.answers]
    answers = Counter((source_id, each.question) for source_id, each in given)
    yield from _if(sum(many > 1 for many in answers.values()), "answers count twice")
    kept = {(source_id, each.question): each for source_id, each in given}
    unheard = set(evidence.account.unheard)
    lost = wrong = invented = 0
    for talk in evidence.talks:
        is_sure = talk.address not in unheard
        rated, reasoned = kept.get((talk.source_id, "rating")), kept.get((talk.source_id, "why"))
        is_tap_sure = talk.heard_taps > 0 or (is_sure and evidence.scenario.platform == "telegram")
        lost += rated is None and talk.taps > 0 and is_tap_sure
        lost += reasoned is None and talk.sayings > 0 and is_sure
        wrong += rated is not None and rated.value != talk.rating
        wrong += reasoned is not None and reasoned.text != talk.words
        invented += (rated is not None and not talk.taps) + (reasoned is not None and not talk.sayings)
    yield from _if(lost, "replies were acknowledged and are lost")
    yield from _if(wrong, "answers are not what was replied")
    yield from _if(invented, "answers were given by nobody")


def _prompts(evidence: Evidence, groups: Sequence[Group]) -> Iterator[str]:
    unsettled = sum(group.count("pending") + group.count("sending") for group in groups)
    yield from _if(unsettled, "prompts are still on their way")
    yield from _if(sum(group.count("failed") for group in groups), "prompts were given up")
    yield from _if(
        sum(max(group.count("sent") - group.copies, 0) for group in groups), "prompts are lost: noted as sent"
    )
    yield from _if(sum(not group.rows for group in groups), "messages are of no prompt")
    may_be_unknown = evidence.scenario.promise == "at_most_once" and evidence.scenario.platform == "telegram"
    unknown = sum(group.count("unknown") for group in groups)
    yield from _if(0 if may_be_unknown else unknown, "prompts are unknown that could be found out")


def _doubles(evidence: Evidence, groups: Sequence[Group]) -> Iterator[str]:
    doubles = sum(group.doubles for group in groups)
    if evidence.scenario.promise == "at_most_once" or evidence.scenario.platform == "slack":
        yield from _if(doubles, "prompts are doubled")
        return
    at_kills = doubles_at(evidence)
    by_faults = sum(min(group.doubles, group.lost_answers) for group in groups)
    yield from _if(max(doubles - sum(at_kills) - by_faults, 0), "prompts are doubled for no reason")
    yield from _if(sum(many > MOST_IN_FLIGHT for many in at_kills), "kills doubled more than was in flight")


def _in_flight(evidence: Evidence) -> Iterator[str]:
    """Tell of kills that left more in doubt than was on its way, where nobody can find out later."""
    if evidence.scenario.promise == "at_least_once" or evidence.scenario.platform == "slack":
        return
    known, too_many = set[str](), 0
    for claimed in evidence.kills:
        too_many += len(set(claimed) - known) > MOST_IN_FLIGHT
        known.update(claimed)
    yield from _if(too_many, "kills left more in doubt than was in flight")


def _listed(evidence: Evidence) -> Iterator[str]:
    unknown = {row.id for row in evidence.ledger.outs if row.state == "unknown"}
    yield from _if(len(unknown ^ set(evidence.listed)), "unknown prompts are not those that `outbox` lists")


def _if(many: int, what: str) -> Iterator[str]:
    if many:
        yield f"{many} {what}"
