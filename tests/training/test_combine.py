"""What is learnt of rating, question and words: what tells more counts more."""

import numpy as np
import pytest

from feedback.combination import Terms
from feedback.scorer import Feeling, TextScore
from training.combine import Row, judged, learn, report
from training.urgent_care import IMPROVE, WHY, Comment

FELT = {-2.0: "negative", 0.0: "neutral", 2.0: "positive"}


def row(number: int, *, felt: float, rating: float | None, words: float, question: str = WHY) -> Row:
    chances: dict[Feeling, float] = {
        "negative": 0.6 if words < 0 else 0.2,
        "neutral": 0.2,
        "positive": 0.6 if words > 0 else 0.2,
    }
    comment = Comment(
        respondent=f"p{number}", question=question, text="came on a day", rating=rating, felt=felt
    )
    return Row(comment=comment, told=TextScore(valence=words, chances=chances), is_plain=False)


@pytest.fixture
def rows() -> list[Row]:
    """Two hundred people whose rating is right four times in five, and whose words twice in three."""
    chance = np.random.default_rng(3)
    made = []
    for number in range(200):
        felt = float(chance.choice([-2.0, 2.0]))
        rating = felt if chance.random() < 0.8 else -felt
        words = felt / 2 if chance.random() < 0.67 else -felt / 2
        made.append(row(number, felt=felt, rating=rating, words=words))
    return made


def test_what_tells_more_counts_more(rows: list[Row]) -> None:
    found = learn(rows)

    assert found.beside.rated["positive"] > 0 > found.beside.rated["negative"]
    assert found.alone.trust > 0
    assert 0 <= found.pull <= 1


def test_a_question_for_faults_makes_blame_likelier() -> None:
    rows = [row(number, felt=2.0, rating=0.0, words=0.0) for number in range(40)]
    rows += [row(number, felt=-2.0, rating=0.0, words=0.0, question=IMPROVE) for number in range(40, 80)]
    by = learn(rows)

    told = [judged(each, by=by, with_rating=True) for each in (rows[0], rows[-1])]

    assert told == ["positive", "negative"]


def test_words_without_a_rating_are_left_to_the_engine(rows: list[Row]) -> None:
    assert learn(rows).alone == Terms()


def test_the_table_has_a_line_for_each_way_to_judge(rows: list[Row]) -> None:
    lines = list(report(rows, name="ours"))

    assert [line.split(" | ")[0].strip("| ") for line in lines[2:]] == [
        "majority", "textblob, text", "vader, text", "ours, text + question",
        "ours, text + question + rating",
    ]  # fmt: skip
