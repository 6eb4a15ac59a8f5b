"""Numbers tapped are counted by customer: the last one is the vote."""

from mapping.tapped import Asked, Tapped, last_votes


def tapped(customer: str, value: int, *, question: str = "nps", top: int = 10) -> Tapped:
    return Tapped(customer=customer, question=question, kind="nps", value=value, top=top)


def test_who_answers_again_votes_once_and_as_they_did_last() -> None:
    found = last_votes([tapped("a", 3), tapped("b", 10), tapped("a", 9)])

    assert found == {Asked("nps", "nps", 10): {9: 1, 10: 1}}


def test_another_question_or_another_scale_is_counted_apart() -> None:
    found = last_votes([tapped("a", 3), tapped("a", 4, question="other"), tapped("a", 5, top=7)])

    assert sorted((each.question, each.top, sum(counts.values())) for each, counts in found.items()) == [
        ("nps", 7, 1), ("nps", 10, 1), ("other", 10, 1),
    ]  # fmt: skip
