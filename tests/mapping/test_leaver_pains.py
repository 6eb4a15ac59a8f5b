"""What hurt leavers most."""

from mapping.leaver_pains import top_pain
from tests.mapping.test_pains import Said, mentioned

LEAVERS = frozenset(f"l{each}" for each in range(20))


def said(theme: str, customers: int, *, touchpoint: str = "checkout", valence: float = -1.0) -> list[Said]:
    return [(f"l{each}", touchpoint, theme, valence) for each in range(customers)]


def test_it_is_the_theme_of_the_most_leavers_not_of_the_most_words() -> None:
    loud = said("price", 2) * 30

    found = top_pain(mentioned(said("delay", 8) + loud), LEAVERS, touchpoints={"checkout"}, least=5)

    assert found is not None
    assert (found.theme, found.customers, found.of, found.share.value) == ("delay", 8, 20, 0.4)


def test_a_theme_of_few_leavers_is_not_told_nor_one_that_only_few_do_not_share() -> None:
    for customers in (4, 18):
        assert (
            top_pain(mentioned(said("delay", customers)), LEAVERS, touchpoints={"checkout"}, least=5) is None
        )


def test_stayers_later_stages_and_praise_do_not_count() -> None:
    others: list[Said] = [(f"s{each}", "checkout", "delay", -1.0) for each in range(30)]
    later = said("delay", 10, touchpoint="courier")
    praise = said("delay", 10, valence=1.0)

    assert top_pain(mentioned(others + later + praise), LEAVERS, touchpoints={"checkout"}, least=5) is None
