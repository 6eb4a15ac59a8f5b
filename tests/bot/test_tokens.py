"""Addresses and invitations: nobody can make one, and everybody's is told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.http.invitations import invitation_link, read_invitation, sign_invitation
from bot.http.tokens import is_address, new_address, redeemed_address, shadow
from tests.bot.fakes import SECRET

ADDRESS = new_address(bytes(range(16)), secret=SECRET)


def test_an_address_is_known_again_and_survives_no_change() -> None:
    assert is_address(ADDRESS, secret=SECRET)
    for place, letter in enumerate(ADDRESS):
        changed = f"{ADDRESS[:place]}{'B' if letter == 'A' else 'A'}{ADDRESS[place + 1 :]}"
        assert not is_address(changed, secret=SECRET)


@given(st.text(max_size=60))
def test_nothing_anybody_types_is_an_address(token: str) -> None:
    assert not is_address(token, secret=SECRET)


def test_another_secret_knows_other_addresses() -> None:
    assert not is_address(ADDRESS, secret=b"another")


def test_too_little_chance_makes_no_address() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        new_address(b"short", secret=SECRET)


def test_a_browser_gets_the_same_address_for_an_invitation_and_no_other_browser_does() -> None:
    mine = redeemed_address("i1", browser="a" * 22, secret=SECRET)

    assert mine == redeemed_address("i1", browser="a" * 22, secret=SECRET)
    assert is_address(mine, secret=SECRET)
    assert mine != redeemed_address("i1", browser="b" * 22, secret=SECRET)
    assert mine != redeemed_address("i2", browser="a" * 22, secret=SECRET)


def test_what_is_logged_does_not_lead_back() -> None:
    assert ADDRESS not in shadow(ADDRESS)
    assert len(shadow(ADDRESS)) == 16


def test_an_invitation_names_its_interaction_and_is_signed() -> None:
    invitation = sign_invitation("i1", secret=SECRET)

    assert read_invitation(invitation, secret=SECRET) == "i1"
    assert read_invitation(invitation, secret=b"another") is None
    assert read_invitation(f"i2.{invitation.partition('.')[2]}", secret=SECRET) is None


@given(st.text(max_size=400))
def test_nothing_anybody_types_is_an_invitation(invitation: str) -> None:
    assert read_invitation(invitation, secret=SECRET) is None


def test_what_is_secret_in_a_link_stands_where_browsers_keep_it() -> None:
    link = invitation_link("i1", site="https://feedback.example/", secret=SECRET)

    page, _, fragment = link.partition("#")
    assert page == "https://feedback.example/i"
    assert read_invitation(fragment, secret=SECRET) == "i1"
