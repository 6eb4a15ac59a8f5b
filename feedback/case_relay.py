"""What customers write about their case goes to the people who see to it, and into the case."""

from dataclasses import dataclass, replace

from feedback.case_events import Refusal, SaidFixed, Wrote
from feedback.case_posting import fixed_buttons, language_of, say_to_customer
from feedback.case_records import Case
from feedback.case_words import AFTERCARE, AftercareKey
from feedback.case_work import happen
from feedback.desk import Desk, House
from feedback.intake import Heard, Heeded
from feedback.posting import addressed, notice_prompt
from feedback.prompts import CASE, Carried, Reply, case_of
from feedback.reading import plain, yes_or_no
from feedback.records import Customer
from feedback.scorer import Score, ToScore


@dataclass(frozen=True, slots=True, kw_only=True)
class ForCase:
    """A reply about a case; `is_asked`: to the question whether it is fixed, which `is_fixed` answers."""

    case: Case
    words: str | None
    is_asked: bool = False
    is_fixed: bool | None = None


def about_case(desk: Desk, item: Heard, customer: Customer | None) -> ForCase | None:
    """Return the case that a reply is about: by the message replied to, else the one that is not over yet."""
    reply = item.reply
    if customer is None or item.session is not None or reply.edited:
        return None
    prompt = reply.prompt or desk.snapshot.prompted.get((item.channel, reply.on or ""))
    named = desk.snapshot.cases.get(case_of(prompt or "") or "")
    if named is not None and named.customer == customer.id and (prompt or "").startswith(CASE):
        return _understood(named, item, customer, is_asked=prompt == named.asked) if _says(reply) else None
    if reply.prompt is not None or reply.choices or reply.skip or not _says(reply):
        return None
    if reply.on is not None and reply.message is None:
        return None  # a reaction to some other message of ours
    waiting = [case for case in desk.cases_of(customer.id) if not case.is_over]
    if not waiting or desk.open_sessions(customer.id):
        return None
    case = waiting[-1]
    return _understood(case, item, customer, is_asked=case.state == "asked")


def feeling_in(found: ForCase) -> ToScore | None:
    """Return the words that tell how a customer feels once their case is resolved, if there are any."""
    return ToScore(text=found.words) if found.is_asked and found.words else None


def relay(  # noqa: PLR0917 - what was said, about what, by whom, and how it sounds
    desk: Desk, house: House, item: Heard, found: ForCase, customer: Customer, score: Score | None
) -> Heeded:
    """Bring what a customer says about their case to the team, and thank them where nobody else does."""
    reply = item.reply
    case = desk.snapshot.cases[found.case.id]
    carried = tuple(
        Carried(channel=item.channel, address=item.address, attachment=each) for each in reply.attachments
    )
    key = f"{item.channel}/{item.key}"
    if found.is_asked:
        after = happen(
            desk,
            house,
            case,
            SaidFixed(
                is_fixed=found.is_fixed,
                text=reply.text,
                at=item.at,
                key=key,
                valence=score.valence if score else None,
                attachments=carried,
            ),
        )
    else:
        after = happen(desk, house, case, Wrote(text=reply.text, at=item.at, key=key, attachments=carried))
    if not isinstance(after, Refusal) and after is not case:
        _thank(desk, house, case, after, found)
        if found.is_fixed is not None and not reply.text:
            _show_choice(desk, house, item, after, is_fixed=found.is_fixed)
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="noted", customer=customer.id)


def _says(reply: Reply) -> bool:
    return bool(reply.text or reply.attachments or reply.choices)


def _understood(case: Case, item: Heard, customer: Customer, *, is_asked: bool) -> ForCase:
    reply = item.reply
    match reply.choices:
        case ("yes",) | ("#1",) if is_asked:
            return ForCase(case=case, words=reply.text, is_asked=True, is_fixed=True)
        case ("no",) | ("#2",) if is_asked:
            return ForCase(case=case, words=reply.text, is_asked=True, is_fixed=False)
        case _:
            language = customer.language or "en"
            said = _is_fixed(reply.text, language=language) if is_asked and reply.text else None
            return ForCase(case=case, words=reply.text, is_asked=is_asked, is_fixed=said)


def _is_fixed(words: str, *, language: str) -> bool | None:
    """Return whether words say that it is fixed: a yes or a no, or what a button says; None if neither."""
    labels = {
        plain(choice.label): choice.value == "yes"
        for tag in AFTERCARE.languages
        for choice in fixed_buttons(tag)
    }
    found = labels.get(plain(words))
    return yes_or_no(words, language=language) if found is None else found


def _thank(desk: Desk, house: House, before: Case, after: Case, found: ForCase) -> None:
    """Say that it was heard; while somebody of ours and the customer write to each other, nobody does."""
    if found.is_fixed is None and before.state in {"waiting", "claimed"}:
        return
    key: AftercareKey = "passed_on" if found.is_fixed is None else "glad" if found.is_fixed else "sorry"
    words = AFTERCARE.say(key, language_of(desk, house, after))
    said, _ = say_to_customer(desk, house, after, words)
    desk.keep_case(said, ())


def _show_choice(desk: Desk, house: House, item: Heard, case: Case, *, is_fixed: bool) -> None:
    """Let the message that asked show what was tapped in it, where messages can change."""
    reply, language = item.reply, language_of(desk, house, case)
    if reply.on is None or reply.prompt is None:
        return
    words, buttons = AFTERCARE.say("ask_fixed", language), fixed_buttons(language)
    shown = addressed(
        notice_prompt(reply.prompt, words, language=language, buttons=buttons),
        channel=item.channel,
        address=item.address,
        customer=case.customer,
        at=desk.now,
    )
    chosen = ("yes" if is_fixed else "no",)
    desk.post(replace(shown, id=f"{reply.prompt}~{case.lines}", amends=reply.on, chosen=chosen))
