"""touch, invite and why: what is told of one customer."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal


def test_a_touch_of_somebody_without_a_chat_gives_the_link_to_print(terminal: "Terminal") -> None:
    told = terminal("touch", "anna", "counter", "--name", "Anna", "--attribute", "orders=3")

    assert told.code == 0
    assert re.fullmatch(
        r"Not asked: the customer has no chat address that works; hand them the invitation link\.\n"
        r"Invitation: http://127\.0\.0\.1:8080/i#\S+\n",
        told.out,
    )


def test_a_touch_told_twice_changes_nothing(terminal: "Terminal") -> None:
    terminal("touch", "anna", "newsletter", "--id", "n1")

    again = terminal("touch", "anna", "newsletter", "--id", "n1")

    assert again.out.startswith(
        "This was told before, so nothing was changed. What was decided then:\nNot asked"
    )
    assert terminal("why", "anna").out.count("Newsletter") == 1


def test_a_campaign_is_told_by_its_id(terminal: "Terminal") -> None:
    told = terminal("touch", "anna", "counter", "--campaign", "Spring Mail")

    assert told.code == 2
    assert "such as spring_mail" in told.err
    assert terminal("touch", "anna", "counter", "--campaign", "spring_mail").code == 0


def test_an_unknown_touchpoint_is_met_with_the_one_meant(terminal: "Terminal") -> None:
    told = terminal("touch", "anna", "countr")

    assert told.code == 2
    assert 'did you mean "counter"?' in told.err


def test_why_tells_every_decision_and_what_came_of_it(terminal: "Terminal") -> None:
    terminal("chat", "--customer", "anna", "--language", "de", typed="2\n/skip\n")
    terminal("touch", "anna", "newsletter")

    told = terminal("why", "anna")

    lines = told.out.splitlines()
    assert re.fullmatch(r"anna, known since \d{4}-\d\d-\d\d; language de", lines[0])
    assert lines[2].endswith("Newsletter (newsletter), told by terminal")
    assert lines[3] == (
        "  Not asked: touchpoint newsletter has no survey; to ask there, give the touchpoint a survey."
    )
    assert lines[5].endswith("Counter (counter), told by console")
    assert lines[6].startswith("  Asked at ")
    assert lines[7] == "  Survey taste is complete: 1 answered, 1 left out."


def test_why_says_how_a_customer_wants_to_be_treated(terminal: "Terminal") -> None:
    terminal("chat", "--customer", "bert", "--timezone", "Europe/Berlin", "--consent", typed="/stop\n")

    told = terminal("why", "bert")

    assert re.search(r"time zone Europe/Berlin; consent given; opted out on \d{4}-\d\d-\d\d", told.out)
    assert "Survey taste was stopped: 0 answered." in told.out


def test_why_tells_no_words_of_a_customer(terminal: "Terminal") -> None:
    terminal("chat", "--customer", "anna", typed="1\nMy secret name is Rumpelstilzchen.\n")

    assert "Rumpelstilzchen" not in terminal("why", "anna").out


def test_nobody_known_is_an_error_that_says_what_the_id_is(terminal: "Terminal") -> None:
    told = terminal("why", "nobody")

    assert told.code == 1
    assert told.err == (
        'Error: nobody is known by the id "nobody"; '
        "it is the id your own system calls them by, as in aftertouch touch\n"
    )


def test_an_invitation_is_about_what_was_told_last(terminal: "Terminal") -> None:
    touched = terminal("touch", "anna", "counter")

    invited = terminal("invite", "anna")

    assert touched.out.endswith(invited.out)


def test_an_invitation_can_tell_what_happened_at_once(terminal: "Terminal") -> None:
    assert terminal("invite", "zoe").code == 1
    assert terminal("invite", "zoe", "--touchpoint", "countr").code == 2

    assert terminal("invite", "zoe", "--touchpoint", "counter").out.startswith("http://127.0.0.1:8080/i#")
    assert "Counter" in terminal("why", "zoe").out
