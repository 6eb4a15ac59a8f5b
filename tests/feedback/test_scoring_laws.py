"""What holds for every engine in its house, whatever is written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from bot.plugins import scorers
from feedback.language import identify
from feedback.scorer import Feeling, Score, TextScore, ToScore, Vector
from feedback.scoring import Scorer

ODD = (
    "", " ", "\x00", "a\x00b", "\ud800", "bad \udfff surrogate", "😡", "👩‍👩‍👧‍👦🏳️‍🌈",
    "🇩🇪🇫🇷", "x" * 10_000, "good " * 2_000, "مرحبا، كانت الخدمة سيئة", "\u202egnitrats", "a\u0301\u0301\u0301",
    "<|endoftext|>", "[MASK] [SEP]", "\n\n\n", "ﷺ", "\U0001d4f0\U0001d4f8\U0001d4f8\U0001d4ed", "2/10", "n/a",
    "nothing", "great", ":(", "7", "{}", "%s %d {0}", "'; DROP TABLE score; --",
)  # fmt: skip
every_scorer = pytest.mark.parametrize("name", scorers())

LABELS = {
    "very_negative", "negative", "neutral", "positive", "very_positive", "mixed", "non_answer",
    "unsure", "unscored",
}  # fmt: skip


def requests() -> list[ToScore]:
    return [
        ToScore(text=text, rating=rating, wording=wording)
        for text in ODD
        for rating, wording in ((None, None), (2.0, None), (-1.0, "What could be better?"))
    ]


@every_scorer
def test_whatever_is_written_gets_a_label_and_a_valence_in_range(name: str) -> None:
    for request, score in zip(
        requests(), Scorer(engine=scorers()[name], identify=identify).score(requests()), strict=True
    ):
        assert score.label in LABELS, request
        assert score.valence is None or -2 <= score.valence <= 2
        assert score.confidence is None or 0 <= score.confidence <= 1
        assert score.version.startswith(f"{name}-")
        assert all(0 <= share <= 1 for share in (score.emotions or {}).values())
        json.dumps([score.label, score.valence, score.language])


@every_scorer
def test_an_answer_is_judged_alike_alone_and_in_any_company(name: str) -> None:
    scorer, asked = Scorer(engine=scorers()[name], identify=identify), requests()[::7]

    together, backwards = scorer.score(asked), scorer.score(asked[::-1])[::-1]
    alone = [scorer.score([request])[0] for request in asked]

    for one, other, third in zip(together, backwards, alone, strict=True):
        assert one.label == other.label == third.label
        assert one.valence == pytest.approx(other.valence, abs=1e-3)
        assert one.valence == pytest.approx(third.valence, abs=1e-3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """A net in miniature: says the same of every text, with chances, emotions and a place."""

    feeling: Feeling = "negative"
    valence: float = -1.2
    name: str = "net"
    version: str = "1"
    languages: frozenset[str] | None = frozenset({"en"})

    def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
        every: tuple[Feeling, ...] = ("negative", "neutral", "positive", "mixed", "non_answer")
        chances: Mapping[Feeling, float] = {each: 0.8 if each == self.feeling else 0.05 for each in every}
        return [
            TextScore(
                valence=self.valence, chances=chances, emotions={"annoyance": 0.7}, vector=(1.0, 0.0),
                non_answer=self.feeling == "non_answer",
            )
            for _ in texts
        ]  # fmt: skip

    def embed(self, phrases: Sequence[str], *, language: str | None = None) -> Sequence[Vector]:
        return [(1.0, 0.0) for _ in phrases]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTheme:
    version: str = "themes-1"

    def name(self, vector: Vector, *, language: str | None = None) -> Mapping[str, float]:
        return {"speed": vector[0]}


def judged(request: ToScore, engine: Net | None = None) -> Score:
    (score,) = Scorer(engine=engine or Net(), identify=identify, themes=OneTheme()).score([request])
    return score


def test_one_pass_gives_label_emotions_themes_and_language() -> None:
    score = judged(ToScore(text="we waited for the courier all day long"))

    assert (score.label, score.valence, score.language) == ("negative", -1.2, "en")
    assert score.emotions == {"annoyance": 0.7}
    assert score.themes == {"speed": 1.0}
    assert score.version.endswith("+themes-1")


def test_a_plain_case_keeps_its_valence_and_takes_emotions_and_themes_from_the_net() -> None:
    score = judged(ToScore(text="great"))

    assert (score.label, score.valence, score.evidence) == ("positive", 1.0, ("great",))
    assert (score.emotions, score.themes) == ({"annoyance": 0.7}, {"speed": 1.0})


def test_a_word_that_its_question_explains_is_shown_to_no_net() -> None:
    score = judged(ToScore(text="nothing", wording="What could be better?"))

    assert (score.label, score.emotions, score.themes) == ("positive", None, None)


def test_what_a_net_finds_no_answer_is_none() -> None:
    engine = Net(feeling="non_answer", valence=0.0)
    told = ToScore(text="ask my husband about that one", rating=-2.0)

    own, led = (judged(each, engine) for each in (told, ToScore(text=told.text, rating=-2.0, led=True)))

    assert (own.label, own.valence, led.label, led.valence) == ("non_answer", -2.0, "non_answer", None)
    assert own.themes is None


def test_words_in_a_language_it_does_not_read_are_unscored_and_leave_the_rating_alone() -> None:
    text = "Der Fahrer kam viel zu spät und war sehr unfreundlich zu uns"

    alone, rated = judged(ToScore(text=text)), judged(ToScore(text=text, rating=1.0))

    assert (alone.label, alone.valence, alone.language) == ("unscored", None, "de")
    assert (rated.label, rated.valence, rated.emotions) == ("positive", 1.0, None)


def test_a_clear_contradiction_keeps_both_sides() -> None:
    score = judged(ToScore(text="never have I been treated like this", rating=2.0), Net(valence=-1.8))

    assert score.contradiction
    assert score.valence == 1.5
