"""Each clause of an answer is judged for itself, and the answer as a whole stays what it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from feedback.mention import MOST_CLAUSES, Mention, is_complaint
from feedback.scorer import Feeling, Score, TextScore, ToScore, Vector
from feedback.scoring import Scorer

LOVELY, WAITED = "the staff were lovely", "but we waited three hours"
BOTH = f"{LOVELY} {WAITED}"
SAYS: Mapping[str, tuple[Feeling, float, Vector]] = {
    LOVELY: ("positive", 1.4, (1.0, 0.0)),
    WAITED: ("negative", -1.6, (0.0, 1.0)),
    BOTH: ("mixed", -0.2, (0.6, 0.6)),
    "ask my husband": ("non_answer", 0.0, (0.0, 0.0)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """Knows a few texts by heart, and remembers what it was asked in which batch."""

    batches: list[list[str]] = field(default_factory=list)
    name: str = "net"
    version: str = "1"
    languages: frozenset[str] | None = frozenset({"en"})

    def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
        self.batches.append([each.text or "" for each in texts])
        return [self._one(each.text or "") for each in texts]

    def _one(self, text: str) -> TextScore:
        feeling, valence, vector = SAYS.get(text, ("neutral", 0.1, (0.0, 0.0)))
        every: tuple[Feeling, ...] = ("negative", "neutral", "positive", "mixed", "non_answer")
        chances: Mapping[Feeling, float] = {each: 0.96 if each == feeling else 0.01 for each in every}
        return TextScore(
            valence=valence,
            confidence=0.96,
            chances=chances,
            vector=vector,
            non_answer=feeling == "non_answer",
        )

    def embed(self, phrases: Sequence[str], *, language: str | None = None) -> Sequence[Vector]:
        return [(1.0, 0.0) for _ in phrases]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAndWaiting:
    """Names themes by where a text stands."""

    version: str = "themes-1"

    def name(self, vector: Vector, *, language: str | None = None) -> Mapping[str, float]:
        near = {"staff": vector[0], "waiting": vector[1]}
        return {name: share for name, share in near.items() if share > 0.5}


def judged(request: ToScore, net: Net | None = None) -> Score:
    (score,) = Scorer(engine=net or Net(), themes=StaffAndWaiting()).score([request])
    return score


def said(text: str, mention: Mention) -> str:
    return text[mention.start : mention.end]


def test_each_clause_has_its_own_theme_and_valence() -> None:
    praise, complaint = judged(ToScore(text=BOTH)).mentions

    assert [said(BOTH, each) for each in (praise, complaint)] == [LOVELY, WAITED]
    assert (praise.place, praise.theme, praise.valence, praise.is_negative) == (0, "staff", 1.4, False)
    assert (complaint.place, complaint.theme, complaint.valence, complaint.is_negative) == (
        1, "waiting", -1.6, True,
    )  # fmt: skip


@pytest.mark.parametrize("rating", [None, -2.0, 2.0])
def test_the_score_of_the_whole_is_what_it_is_without_mentions(rating: float | None) -> None:
    whole = judged(ToScore(text=BOTH, rating=rating))
    alone = Scorer(engine=Net(), themes=StaffAndWaiting())
    case = alone._seen(ToScore(text=BOTH, rating=rating), lambda _: None)  # noqa: SLF001 - the way without clauses
    expected = alone._judged(case, Net().score([ToScore(text=BOTH)])[0])  # noqa: SLF001 - the same

    assert replace(whole, mentions=()) == expected


def test_the_engine_is_asked_once_for_all_texts_and_clauses() -> None:
    net = Net()
    Scorer(engine=net).score([ToScore(text=BOTH), ToScore(text=LOVELY), ToScore(text=None)])

    assert net.batches == [[BOTH, LOVELY, LOVELY, WAITED]]


def test_a_text_of_one_clause_is_read_once_and_mentions_what_it_is_about() -> None:
    net = Net()
    (mention,) = judged(ToScore(text=WAITED), net).mentions

    assert net.batches == [[WAITED]]
    assert (mention.start, mention.end, mention.theme, mention.valence) == (0, len(WAITED), "waiting", -1.6)


def test_a_rating_leads_the_score_and_not_what_a_clause_says() -> None:
    (mention,) = judged(ToScore(text=LOVELY, rating=-2.0)).mentions

    assert (mention.valence, mention.is_negative) == (1.4, False)


def test_what_is_near_to_no_theme_is_a_mention_of_none() -> None:
    (mention,) = judged(ToScore(text="the lift was on the left", rating=-1.0)).mentions

    assert (mention.theme, mention.is_negative) == (None, True)


@pytest.mark.parametrize(
    "request_",
    [
        ToScore(text=None, rating=-2.0),
        ToScore(text="n/a"),
        ToScore(text="nothing", wording="What could be better?"),
        ToScore(text="great"),
        ToScore(text="2/10"),
        ToScore(text="😡😡"),
        ToScore(text="ask my husband"),
        ToScore(text="..."),
    ],
    ids=str,
)
def test_what_answers_nothing_or_only_feels_mentions_nothing(request_: ToScore) -> None:
    assert judged(request_).mentions == ()


def test_a_clause_that_answers_nothing_leaves_a_gap() -> None:
    text = f"{LOVELY}. ask my husband; {WAITED}"

    assert [(each.place, said(text, each)) for each in judged(ToScore(text=text)).mentions] == [
        (0, f"{LOVELY}."), (2, WAITED),
    ]  # fmt: skip


def test_words_that_the_engine_does_not_read_are_mentions_by_their_rating() -> None:
    text = "Der Fahrer kam zu spät"
    score = Scorer(engine=Net(), identify=None, themes=StaffAndWaiting()).score(
        [ToScore(text=text, rating=rating, language="de") for rating in (-2.0, 1.0)]
    )

    assert [[(each.theme, each.valence, each.is_negative) for each in one.mentions] for one in score] == [
        [(None, None, True)], [(None, None, False)],
    ]  # fmt: skip


def test_no_more_than_so_many_clauses_are_looked_at() -> None:
    assert len(judged(ToScore(text="the lift was slow. " * 100)).mentions) == MOST_CLAUSES


@pytest.mark.parametrize(
    ("valence", "rating", "asked_for", "expected"),
    [
        (-0.5, 2.0, False, True),
        (-0.4, None, False, False),
        (0.5, -2.0, True, False),
        (0.4, -1.0, False, True),
        (0.4, -0.5, False, False),
        (None, None, True, True),
        (None, None, False, False),
        (None, -1.0, False, True),
    ],
)
def test_a_clause_complains_by_its_words_else_by_rating_or_question(
    *, valence: float | None, rating: float | None, asked_for: bool, expected: bool
) -> None:
    assert is_complaint(valence, rating=rating, asked_for=asked_for) is expected
