from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discovery import discover
from feedback.combination import CLEAR, LEARNT
from feedback.scorer import About, Score, TextScore, TextScorer, ToScore, is_text_scorer
from feedback.scoring import MOST_TEXT_MOVES, RULES_VERSION, Scorer

SCORERS = discover("feedback.scorers", is_port=is_text_scorer, name=lambda scorer: scorer.name)
TEXTBLOB, RATING = SCORERS["textblob"], SCORERS["rating"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """An engine that says the same of every text, and knows how to count."""

    told: TextScore
    name: str = "says"
    version: str = "7"
    languages: frozenset[str] | None = frozenset({"en"})

    def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
        return [self.told for _ in texts]


def judged(
    text: str | None,
    *,
    rating: float | None = None,
    about: About = "feeling",
    language: str | None = "en",
    led: bool = False,
    told: TextScore | None = None,
) -> Score:
    engine = TEXTBLOB if told is None else Says(told=told)
    (score,) = Scorer(engine=engine).score(
        [ToScore(text=text, rating=rating, about=about, language=language, led=led)]
    )
    return score


def test_a_rating_alone_is_the_score() -> None:
    score = judged(None, rating=1.0)

    assert (score.valence, score.label, score.evidence) == (1.0, "positive", ())


def test_words_refine_a_rating_a_little() -> None:
    assert judged("The staff were wonderful and kind", rating=1.0).valence == pytest.approx(
        1.0 + 0.25 * 1.6, abs=0.1
    )
    assert judged("whatever they did", rating=0.0, told=TextScore(valence=-2.0)).valence == -MOST_TEXT_MOVES
    assert judged("whatever they did", rating=2.0, told=TextScore(valence=2.0)).valence == 2.0


def test_without_a_rating_words_are_the_score() -> None:
    score = judged("The nurse was rude and the food was awful.")

    assert score.label == "negative"
    assert score.evidence == ("rude", "awful")
    assert score.scorer == "textblob"
    assert score.version == Scorer(engine=TEXTBLOB).version


def test_the_version_names_engine_and_rules() -> None:
    scorer = Scorer(engine=Says(told=TextScore(valence=None)))

    assert scorer.version == f"says-7+rules-{RULES_VERSION}.{LEARNT.version}"


def test_what_answers_nothing_is_no_answer() -> None:
    alone, rated = judged("n/a"), judged("n/a", rating=-2.0)

    assert (alone.label, alone.valence) == ("non_answer", None)
    assert (rated.label, rated.valence) == ("non_answer", -2.0)


def test_what_answers_nothing_does_not_count_the_rating_of_another_answer_again() -> None:
    led = judged("n/a", rating=-2.0, led=True)

    assert (led.label, led.valence) == ("non_answer", None)


def test_no_words_and_no_rating_cannot_be_scored() -> None:
    assert judged(None).label == "unscored"
    assert judged("  ").label == "unscored"


def test_a_language_no_engine_reads_is_unscored_and_never_neutral() -> None:
    alone = judged("Der Fahrer kam viel zu spät an", language="de")
    rated = judged("Der Fahrer kam viel zu spät an", language="de", rating=-1.0)

    assert (alone.label, alone.valence) == ("unscored", None)
    assert (rated.label, rated.valence) == ("negative", -1.0)


def test_an_engine_that_knows_no_word_is_unsure() -> None:
    assert judged("My parcel came through the window").label == "unsure"


def test_low_confidence_is_shown_and_moves_no_rating() -> None:
    unsure = TextScore(valence=-2.0, confidence=0.2)

    assert judged("whatever they did", told=unsure).label == "unsure"
    assert judged("whatever they did", told=unsure, rating=1.0).valence == 1.0


def test_mixed_feelings_are_no_indifference() -> None:
    mixed = TextScore(valence=0.1, mixed=True)

    assert judged("whatever they did", told=mixed).label == "mixed"
    assert judged("whatever they did", told=mixed, rating=0.0).label == "mixed"
    assert judged("whatever they did", told=mixed, rating=2.0).label == "very_positive"


@pytest.mark.parametrize(
    ("rating", "valence", "contradicts"),
    [
        (2.0, -1.0, True),
        (1.0, -2.0, True),
        (-2.0, 1.0, True),
        (1.0, -1.0, False),
        (2.0, -0.9, False),
        (0.0, -2.0, False),
    ],
)
def test_clear_words_against_a_clear_rating_are_flagged(
    rating: float, valence: float, *, contradicts: bool
) -> None:
    score = judged("whatever they did", rating=rating, told=TextScore(valence=valence))

    assert score.contradiction is contradicts


def test_nothing_to_improve_is_praise_and_a_wish_is_a_quiet_complaint() -> None:
    assert judged("Nothing", about="improvement").label == "positive"
    assert judged("quicker response", about="improvement").label == "negative"
    assert judged("quicker response", about="feeling").label == "unsure"
    assert judged("schnellere Antworten", about="improvement", language="de").label == "unscored"


def test_emoji_among_words_count_half() -> None:
    told = TextScore(valence=0.0)

    assert judged("the delivery came late again 😡", told=told).valence == -1.0
    assert judged("the delivery came late again 😡", told=TextScore(valence=None)).valence == -2.0


def test_rules_come_before_the_engine_and_each_answer_keeps_its_place() -> None:
    requests = [
        ToScore(text="2/10"),
        ToScore(text="what a wonderful day"),
        ToScore(text="-"),
        ToScore(text="awful food"),
    ]

    labels = [score.label for score in Scorer(engine=TEXTBLOB).score(requests)]

    assert labels == ["negative", "very_positive", "non_answer", "very_negative"]


def test_an_engine_that_loses_an_answer_is_a_defect() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Forgetful:
        name: str = "forgetful"
        version: str = "1"
        languages: frozenset[str] | None = None

        def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
            return []

    with pytest.raises(ValueError, match="shorter"):
        Scorer(engine=Forgetful()).score([ToScore(text="what a day that was")])


requests = st.builds(
    ToScore,
    text=st.none()
    | st.text()
    | st.sampled_from(["n/a", "2/10", "😡", "terrible", "great :)", "nothing", "Nichts, aber"]),
    rating=st.none() | st.floats(-2, 2),
    led=st.booleans(),
    about=st.sampled_from(["feeling", "reason", "problem", "improvement", "other"]),
    language=st.none() | st.sampled_from(["en", "de", "pt-BR", "xx", ""]),
)
engines = st.sampled_from([TEXTBLOB, RATING]) | st.builds(
    Says,
    told=st.builds(
        TextScore,
        valence=st.none() | st.floats(-2, 2),
        confidence=st.none() | st.floats(0, 1),
        mixed=st.booleans(),
    ),
)


@settings(deadline=None)  # the first text makes TextBlob read its lexicon
@given(request=requests, engine=engines)
def test_words_never_move_a_rating_by_more_than_half_a_point(request: ToScore, engine: TextScorer) -> None:
    (score,) = Scorer(engine=engine).score([request])

    assert score.valence is None or -2 <= score.valence <= 2
    if request.rating is not None and not (request.led and score.label == "non_answer"):
        assert score.valence is not None
        assert abs(score.valence - request.rating) <= MOST_TEXT_MOVES + 1e-9
        assert not score.contradiction or abs(request.rating) >= CLEAR


@settings(deadline=None)
@given(batch=st.lists(requests, max_size=5), engine=engines)
def test_answers_are_judged_each_for_itself_and_always_the_same(
    batch: list[ToScore], engine: TextScorer
) -> None:
    scorer = Scorer(engine=engine)

    together = list(scorer.score(batch))

    assert together == list(scorer.score(batch))
    assert together == [scorer.score([request])[0] for request in batch]
