"""Customers by the thousand, asked and ready to answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, islice

from bot.app import App
from bot.web_payload import PAYLOAD_JSON, Replied
from feedback.intake import CustomerFacts, Touch, Touched
from feedback.prompts import Reply
from feedback.records import InboxItem

SURVEYED = (
    "page", "branch", "basket", "till", "courier", "pickup", "first_day", "first_month", "hotline", "repair",
)  # fmt: skip
WORDS = (
    "The courier was very friendly and it came a day early, lovely.",
    "It took far too long and nobody could tell me where my parcel was.",
    "Everything went well, though the box was a bit damaged on one side.",
    "I had to call three times before somebody picked up. Really annoying!",
    "Quick, simple, exactly what I wanted.",
    "The staff at the till were nice but the queue was terrible.",
    "It is okay I guess, nothing special about it to be honest.",
    "Great selection and fair prices, I will surely come back.",
)
_ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A customer with a question before them; `number` says which one they are."""

    number: int
    address: str
    session: str

    def rates(self, *, at: datetime) -> InboxItem:
        """Return the tap on one of five faces, as the web chat hands it in."""
        reply = Reply(prompt=f"{self.session}.1", choices=(str(self.number % 5 + 1),))
        return self._item("tap", reply, at=at)

    def writes(self, *, at: datetime) -> InboxItem:
        """Return the words that follow the tap."""
        reply = Reply(prompt=f"{self.session}.2", text=WORDS[self.number % len(WORDS)])
        return self._item("words", reply, at=at)

    def _item(self, what: str, reply: Reply, *, at: datetime) -> InboxItem:
        payload = PAYLOAD_JSON.dump_json(Replied(reply=reply))
        key = f"{self.address}:{what}"
        return InboxItem(channel="web", key=key, address=self.address, payload=payload, received_at=at)


def touches(first: int, *, at: datetime, source: str = "till") -> Iterator[Touch]:
    """Yield one interaction of each customer from number `first` on, round the touchpoints."""
    for number in count(first):
        facts = CustomerFacts(
            external_id=f"customer-{number}",
            language="en",
            attributes={"plan": "pro" if number % 3 else "free"},
            addresses=(("web", f"address-{number}"),),
        )
        yield Touch(
            source=source,
            source_id=f"{number}",
            customer=facts,
            touchpoint=SURVEYED[number % len(SURVEYED)],
            occurred_at=at,
        )


async def ask(app: App, first: int, people: int) -> Sequence[Asked]:
    """Let `people` new customers reach a touchpoint, and put the first question before each."""
    asked: list[Asked] = []
    coming = touches(first, at=app.around.clock.now())
    while group := list(islice(coming, min(_ASKED_AT_ONCE, people - len(asked)))):
        for touch, touched in zip(group, await app.submit_many(group), strict=True):
            if not isinstance(touched, Touched) or touched.session is None:
                raise TypeError(f"a customer of the benchmark was not asked: {touched}")
            address = touch.customer.addresses[0][1]
            asked.append(Asked(number=first + len(asked), address=address, session=touched.session))
    await app.settle()
    return asked
