"""Something that a colleague wants done about a case, and how what is lacking is asked for."""

from dataclasses import dataclass

from bot.caring.looking import Seen, agent_of
from bot.caring.words import CARE, CareKey
from bot.command import Answer, Button, Call
from bot.counter import Counter
from feedback.case_deeds import Deed, DeedAct

SAID = "said"
"""What begins words that were said on a message of ours, where nobody knows yet for whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """A deed that is wanted: of which case, and the words that say more."""

    call: Call
    counter: Counter
    act: DeedAct
    seen: Seen
    words: str

    @property
    def language(self) -> str:
        """The actor's language."""
        return self.call.actor.language

    @property
    def hears(self) -> str:
        """The command that words begin to which it does not show for whom they are."""
        return f"/case {SAID} {self.seen.case.id}"

    def say(self, key: CareKey, **facts: str) -> str:
        """Say something about the case."""
        about = {"id": self.seen.case.id, "who": self.seen.who(self.language)}
        return CARE.say(key, self.language, **{**about, **facts})

    def asking(self, key: CareKey, *buttons: Button) -> Answer:
        """Ask for what is lacking; the words of a reply are taken for it."""
        return Answer(
            text=self.say(key),
            buttons=buttons,
            wants=f"/case {self.act} {self.seen.case.id}",
            hears=f"/case {self.act} {self.seen.case.id}",
            seen=(self.seen.case.id,),
        )

    def refusing(self, key: CareKey, **facts: str) -> Answer:
        """Say kindly why not."""
        return Answer(
            text=self.say(key, **facts),
            hears=self.hears,
            is_refusal=True,
            is_private=True,
            seen=(self.seen.case.id,),
        )

    def button(self, label: str, words: str) -> Button:
        """Return a button that gives the command with more words."""
        return Button(label=label, command=f"/case {self.act} {self.seen.case.id} {words}")

    def deed(self) -> Deed:
        """Return the deed, done once however often the command is run."""
        call = self.call
        return Deed(case=self.seen.case.id, act=self.act, by=agent_of(call.actor), key=call.key, at=call.at)
