"""A journey file is read whole, or everything wrong in it is told at once."""

from pathlib import Path
from textwrap import dedent

import pytest

from config.errors import ConfigError, render_problems
from config.loader import examine_journey, load_journey, read_journey
from config.shaping import Kinds

GOOD = """\
id: shop
title: Our shop
stages:
  - id: buy
    title: Buy
    touchpoints:
      - {id: checkout, title: Checkout, survey: ease}
surveys:
  - id: ease
    title: Was it easy
    questions:
      - id: feeling
        kind: rating
        points: 5
        ask: How was it?
        branches:
          - {when: score < 0, go: why}
        next: end
      - id: why
        kind: text
        ask: What went wrong?
"""


def told(text: str, kinds: Kinds) -> str:
    """Return every problem and warning of a file, as a terminal shows them."""
    examined = examine_journey(text, file="j.yaml", kinds=kinds)
    problems = [render_problems([problem]) for problem in examined.problems]
    warnings = [f"warning: {render_problems([warning])}" for warning in examined.warnings]
    return "\n\n".join((*problems, *warnings))


def changed(old: str, new: str) -> str:
    """Return the good file with one thing changed."""
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_a_good_file_is_read_without_a_word(kinds: Kinds) -> None:
    loaded = load_journey(GOOD, file="j.yaml", kinds=kinds)

    assert loaded.warnings == ()
    survey = loaded.journey.survey("ease")
    assert survey is not None
    assert [question.id for question in survey.questions] == ["feeling", "why"]
    assert survey.questions[0].options == kinds["rating"].model_validate({"points": 5})
    assert len(loaded.version) == 12


SYNTAX = {
    "every tab": (
        "id: shop\nstages:\n\t- id: buy\n\t  title: Buy\n",
        """
        j.yaml:3:1
          a tab indents this line, and YAML knows only spaces
          -> replace the tab by spaces

        j.yaml:4:1
          a tab indents this line, and YAML knows only spaces
          -> replace the tab by spaces
        """,
    ),
    "a bad indent": (
        "id: shop\nstages:\n  - id: buy\n title: x\n",
        """
        j.yaml:4:2
          this line does not line up with those before it
          -> indent it like its neighbours; a list item starts with -
        """,
    ),
    "a colon in plain words": (
        "id: shop\ntitle: Our shop: the best\n",
        """
        j.yaml:2:16
          this : cannot stand here
          -> put "quotes" around words that hold a colon, and check the indent
        """,
    ),
    "an open quotation mark": (
        'id: shop\ntitle: "Our shop\n',
        """
        j.yaml:2:8
          this quotation mark is never closed
          -> close it
        """,
    ),
    "an open bracket": (
        "id: shop\nlanguages: [en, de\n",
        """
        j.yaml:2:12
          this [ is not closed properly
          -> close it with ], and put , between the items
        """,
    ),
    "an open brace": (
        "id: shop\ntitle: {en: x\n",
        """
        j.yaml:2:8
          this { is not closed properly
          -> close it with }, and put , between the items
        """,
    ),
    "a forbidden first character": (
        "id: shop\ntitle: @shop\n",
        """
        j.yaml:2:8
          words cannot start with this character
          -> put "quotes" around them
        """,
    ),
    "an unknown escape": (
        'id: shop\ntitle: "Our\\shop"\n',
        """
        j.yaml:2:13
          \\ means something else in double quotes
          -> use 'single quotes'
        """,
    ),
    "an unknown alias": (
        "id: shop\ntitle: *name\n",
        """
        j.yaml:2:8
          *name stands for nothing
          -> name it before with &name, or put quotes around the words
        """,
    ),
    "two documents": (
        "id: shop\n---\nid: other\n",
        """
        j.yaml:2:1
          a second document starts here
          -> keep one journey in a file; remove the line ---
        """,
    ),
    "a control character": (
        "id: shop\ntitle: \x07\n",
        """
        j.yaml:2:1
          a character on this line cannot be printed
          -> remove it; the file must be plain UTF-8 text
        """,
    ),
    "an empty file": (
        "# nothing yet\n",
        """
        j.yaml:1:1
          the file is empty
          -> start from a template: aftertouch init shop
        """,
    ),
    "endless brackets": (
        "[" * 1_000,
        """
        j.yaml:1:1
          the file is nested too deeply
          -> a journey needs no more than a dozen levels
        """,
    ),
    "an alias bomb": (
        "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
        + "".join(
            f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
        ),
        """
        j.yaml:1:1
          the aliases (*name) of this file stand for too much
          -> write the values out instead
        """,
    ),
    "a thing that holds itself": (
        "a: &a [*a]\n",
        """
        j.yaml:1:1
          the aliases (*name) of this file stand for too much
          -> write the values out instead
        """,
    ),
    "a list instead of a journey": (
        "- a\n- b\n",
        """
        j.yaml:1:1
          this is no journey
          -> start from: aftertouch init shop
        """,
    ),
    "a megabyte": (
        "# " + "x" * 1_500_000,
        """
        j.yaml
          the file has 1.5 MB
          -> a journey fits in 1 MB; remove what is no part of it
        """,
    ),
}


@pytest.mark.parametrize(("text", "problems"), SYNTAX.values(), ids=SYNTAX.keys())
def test_text_that_is_no_yaml_is_told_by_line(text: str, problems: str, kinds: Kinds) -> None:
    assert told(text, kinds) == dedent(problems).strip()


WRONG = {
    "a key twice": (
        changed("title: Our shop\n", "title: Our shop\ntitle: Mine\n"),
        """
        j.yaml:3:1: title
          "title" stands here twice, first on line 2
          -> keep one of the two
        """,
    ),
    "a comma in plain words": (
        changed("title: Checkout,", "title: Checkout, fast,"),
        """
        j.yaml:7:41: stages[0].touchpoints[0].fast
          "fast" has no value
          -> write key: value; within { } put "quotes" around words that hold a comma
        """,
    ),
    "an unknown key": (
        changed("title: Our shop\n", "title: Our shop\nlanguge: en\n"),
        """
        j.yaml:3:1: languge
          "languge" is no key of the journey
          -> did you mean "language"?
        """,
    ),
    "an unknown key of a kind": (
        changed("points: 5", "pionts: 5"),
        """
        j.yaml:14:9: surveys[0].questions[0].pionts
          "pionts" is no key of a question
          -> did you mean "points"?
        """,
    ),
    "an unknown kind": (
        changed("kind: text", "kind: txt"),
        """
        j.yaml:20:9: surveys[0].questions[1].kind
          "txt" is no kind of question
          -> did you mean "text"?
        """,
    ),
    "a bad value of a kind": (
        changed("points: 5", "points: 4"),
        """
        j.yaml:14:9: surveys[0].questions[0].points
          4 is not among the choices
          -> use 3, 5, 7 or 10
        """,
    ),
    "a missing key": (
        changed("    title: Buy\n", ""),
        """
        j.yaml:4:5: stages[0].title
          "title" is missing
          -> add title: the words people see
        """,
    ),
    "no touchpoint": (
        changed("touchpoints:\n      - {id: checkout, title: Checkout, survey: ease}", "touchpoints: []"),
        """
        j.yaml:6:5: stages[0].touchpoints
          the list is too short
          -> write at least one item after a -

        warning: j.yaml:8:5: surveys[0]
          no touchpoint asks the survey "ease"
          -> write survey: ease at a touchpoint
        """,
    ),
    "an id that is none": (
        changed("id: shop", "id: Our Shop!"),
        """
        j.yaml:1:1: id
          "Our Shop!" is no id: ids hold small letters, digits, _ and -, and start with a letter
          -> write for example "our_shop"
        """,
    ),
    "words that are a number": (
        changed("title: Our shop", "title: 5"),
        """
        j.yaml:2:1: title
          this must be text, or one text per language
          -> write "Hello", or en: Hello and de: Hallo below it
        """,
    ),
    "a list that is none": (
        changed("title: Our shop\n", "title: Our shop\nthemes: {id: x}\n"),
        """
        j.yaml:3:1: themes
          this must be a list
          -> write each item on a line of its own after a -
        """,
    ),
    "a dangling survey": (
        changed("survey: ease", "survey: esae"),
        """
        j.yaml:7:41: stages[0].touchpoints[0].survey
          "esae" is no survey
          -> did you mean "ease"?

        warning: j.yaml:9:5: surveys[0]
          no touchpoint asks the survey "ease"
          -> write survey: ease at a touchpoint
        """,
    ),
    "dangling names in an opportunity": (
        GOOD + "opportunities:\n  - {id: a, title: A, stage: by, touchpoint: chekout, theme: speed}\n",
        """
        j.yaml:23:23: opportunities[0].stage
          "by" is no stage
          -> did you mean "buy"?

        j.yaml:23:34: opportunities[0].touchpoint
          "chekout" is no touchpoint
          -> did you mean "checkout"?

        j.yaml:23:55: opportunities[0].theme
          "speed" is no theme
          -> declare the theme, or remove this line
        """,
    ),
    "a touchpoint of another stage": (
        GOOD.replace(
            "surveys:\n", "  - {id: use, title: Use, touchpoints: [{id: app, title: App}]}\nsurveys:\n"
        )
        + "opportunities:\n  - {id: a, title: A, stage: buy, touchpoint: app}\n",
        """
        j.yaml:24:35: opportunities[0].touchpoint
          the touchpoint "app" belongs to the stage "use"
          -> write stage: use, or another touchpoint
        """,
    ),
    "a campaign that ends before it begins, and costs in no currency": (
        GOOD + "campaigns:\n  - {id: a, title: A, cost: 5, since: 2026-05-02, until: 2026-05-01}\n",
        """
        j.yaml:23:51: campaigns[0].until
          the campaign "a" ends before it begins
          -> swap since and until

        warning: j.yaml:23:23: campaigns[0].cost
          it is not said in which currency the campaign "a" costs 5
          -> write for example currency: EUR at the top
        """,
    ),
    "two campaigns of one id, and a currency that is none": (
        GOOD + "currency: euro\ncampaigns:\n  - {id: a, title: A}\n  - {id: a, title: B, cost: -1}\n",
        """
        j.yaml:22:1: currency
          "euro" is no currency
          -> write its three letters, such as EUR

        j.yaml:25:6: campaigns[1].id
          the id "a" is already that of campaigns[0]
          -> give each its own id

        j.yaml:25:23: campaigns[1].cost
          -1 is too small
          -> write at least 0
        """,
    ),
    "a dangling branch": (
        changed("go: why}", "go: whi}"),
        """
        j.yaml:17:31: surveys[0].questions[0].branches[0].go
          "whi" is no question of the survey "ease"
          -> did you mean "why"?
        """,
    ),
    "a dangling next": (
        changed("next: end", "next: finish"),
        """
        j.yaml:18:9: surveys[0].questions[0].next
          "finish" is no question of the survey "ease"
          -> use end or why
        """,
    ),
    "a branch loop": (
        GOOD + "        next: feeling\n",
        """
        j.yaml:22:9: surveys[0].questions[1].next
          this leads from "why" back to "feeling", so the survey might never end
          -> go to a later question, or to end
        """,
    ),
    "a question that leads to itself": (
        changed("go: why}", "go: feeling}"),
        """
        j.yaml:17:31: surveys[0].questions[0].branches[0].go
          this leads from "feeling" back to "feeling", so the survey might never end
          -> go to a later question, or to end

        j.yaml:19:9: surveys[0].questions[1]
          no way leads to the question "why"
          -> let a branch go: why, or remove the question
        """,
    ),
    "an unreachable question": (
        changed("        branches:\n          - {when: score < 0, go: why}\n", ""),
        """
        j.yaml:17:9: surveys[0].questions[1]
          no way leads to the question "why"
          -> let a branch go: why, or remove the question
        """,
    ),
    "a question called end": (
        GOOD + "      - {id: end, kind: text, ask: Bye?}\n",
        """
        j.yaml:22:10: surveys[0].questions[2].id
          "end" is what finishes a survey
          -> choose another id
        """,
    ),
    "an id twice": (
        GOOD + "      - {id: why, kind: text, ask: Again?}\n",
        """
        j.yaml:22:10: surveys[0].questions[2].id
          the id "why" is already that of surveys[0].questions[1]
          -> give each its own id
        """,
    ),
    "a rule that cannot be read": (
        changed("when: score < 0", "when: score = 0"),
        """
        j.yaml:17:14: surveys[0].questions[0].branches[0].when
          the rule cannot be read (at character 7)
          -> compare with ==, not =
        """,
    ),
    "a rule about a question that is not there": (
        changed("when: score < 0", "when: answers.feelin < 0"),
        """
        j.yaml:17:14: surveys[0].questions[0].branches[0].when
          the rule asks for the answer to "feelin", which is no question of this survey
          -> did you mean "feeling"?
        """,
    ),
    "a rule that forgets answers.": (
        changed("when: score < 0", "when: feeling < 0"),
        """
        warning: j.yaml:17:14: surveys[0].questions[0].branches[0].when
          the rule asks for "feeling", an attribute of the customer; a question has the same name
          -> for the answer write answers.feeling
        """,
    ),
    "a rule that means the score": (
        changed("when: score < 0", "when: scores < 0"),
        """
        warning: j.yaml:17:14: surveys[0].questions[0].branches[0].when
          the rule asks for "scores", an attribute of the customer
          -> did you mean "score"?
        """,
    ),
    "a segment over answers": (
        GOOD + "segments:\n  - {id: sad, title: Sad, rule: score < 0}\n",
        """
        j.yaml:23:27: segments[0].rule
          the rule asks for "score", but only branches know the answers
          -> write a rule over the customer's attributes
        """,
    ),
    "an impossible quiet window": (
        GOOD + 'policy:\n  quiet_hours: {start: "22:00", end: "22:00"}\n',
        """
        j.yaml:23:3: policy.quiet_hours
          the quiet hours start and end at 22:00: that is no time, or the whole day
          -> write for example start: 21:00 and end: 08:00, or remove quiet_hours
        """,
    ),
    "an hour without minutes": (
        GOOD + "policy:\n  quiet_hours: {start: 22, end: 8:00}\n",
        """
        j.yaml:23:17: policy.quiet_hours.start
          "22" is no time of day
          -> write hours and minutes from 00:00 to 23:59, such as 21:30
        """,
    ),
    "prompts that go stale in the night": (
        GOOD + "policy:\n  fresh_for: 8h\n  quiet_hours: {start: 20:00, end: 8:00}\n",
        """
        warning: j.yaml:24:3: policy.quiet_hours
          what happens at the start of the night is stale (8h) before it ends
          -> make fresh_for longer than the quiet hours, or those customers are never asked
        """,
    ),
    "windows without length": (
        GOOD + "policy:\n  cap: {count: 1, within: 0}\n  ask_budget: {count: 1, within: 0h}\n",
        """
        j.yaml:23:19: policy.cap.within
          the window has no length, so nothing is ever counted in it
          -> write for example 30d

        j.yaml:24:26: policy.ask_budget.within
          the window has no length, so nothing is ever counted in it
          -> write for example 30d
        """,
    ),
    "too few customers, and nobody asked": (
        GOOD + "policy:\n  min_customers: 1\n  fresh_for: 0\n  sample: 0\n",
        """
        j.yaml:23:3: policy.min_customers
          1 is too small
          -> write at least 3

        j.yaml:24:3: policy.fresh_for
          every prompt would be stale at once, so nobody would be asked
          -> write for example 48h

        warning: j.yaml:25:3: policy.sample
          nobody is asked
          -> write 1 to ask everyone
        """,
    ),
    "no length of time": (
        changed("survey: ease}", "survey: ease, ask_after: soon}"),
        """
        j.yaml:7:55: stages[0].touchpoints[0].ask_after
          "soon" is no length of time
          -> write for example 30m, 48h, 7d or 2w
        """,
    ),
    "a reminder after the end": (
        changed(
            "    title: Was it easy\n",
            "    title: Was it easy\n    expires_after: 2d\n    reminders: [1d, 0, 3d]\n",
        ),
        """
        j.yaml:12:21: surveys[0].reminders[1]
          a reminder at once reminds nobody
          -> write for example 24h

        j.yaml:12:24: surveys[0].reminders[2]
          a reminder after 3d comes too late: the survey has expired
          -> remind before 2d, or raise expires_after
        """,
    ),
    "a survey that expires at once": (
        changed("    title: Was it easy\n", "    title: Was it easy\n    expires_after: 0\n"),
        """
        j.yaml:11:5: surveys[0].expires_after
          the survey expires the moment it is asked
          -> write for example 3d
        """,
    ),
    "some, without how often": (
        changed(
            "    title: Was it easy\n", "    title: Was it easy\n    recontact: {mode: some, wait: shard}\n"
        ),
        """
        j.yaml:11:5: surveys[0].recontact
          "some" needs to know how often
          -> add times: 3, or write mode: always

        j.yaml:11:29: surveys[0].recontact.wait
          "shard" is no time to wait
          -> write shared, ignore, or a length such as 7d
        """,
    ),
    "how often, without some": (
        changed("    title: Was it easy\n", "    title: Was it easy\n    recontact: {times: 3}\n"),
        """
        j.yaml:11:17: surveys[0].recontact.times
          "times" counts only with mode: some, and the mode is always
          -> write mode: some, or remove times
        """,
    ),
    "an unknown time zone": (
        changed("title: Our shop\n", "title: Our shop\ntimezone: Europe/Viena\n"),
        """
        j.yaml:3:1: timezone
          "Europe/Viena" is no time zone
          -> did you mean "Europe/Vienna"?
        """,
    ),
    "a wording that is missing": (
        changed("title: Our shop\n", "title: Our shop\nlanguages: [en, de]\n")
        .replace("ask: How was it?", "ask: {en: How was it?, de: Wie war es?}")
        .replace("ask: What went wrong?", "ask: {en: What went wrong?}"),
        """
        warning: j.yaml:22:9: surveys[0].questions[1].ask
          there is no wording in de
          -> add de: ...; until then people read en
        """,
    ),
    "a theme of which customers hear what was done": (
        changed("title: Our shop\n", "title: Our shop\nlanguages: [en, de]\n")
        .replace("ask: How was it?", "ask: {en: How was it?, de: Wie war es?}")
        .replace("ask: What went wrong?", "ask: {en: What?, de: Was?}")
        + "policy: {hear_back: true}\nthemes: [{id: late, title: Lateness, phrases: [came late]}]\n",
        """
        warning: j.yaml:24:21: themes[0].title
          there is no wording in de
          -> add de: ...; until then people read en
        """,
    ),
    "a language nobody declared": (
        changed("title: Our shop\n", "title: {en: Our shop, dee: Unser Laden}\nlanguages: [en, de]\n")
        .replace("ask: How was it?", "ask: {en: How was it?, de: Wie war es?}")
        .replace("ask: What went wrong?", "ask: {en: What?, de: Was?}"),
        """
        j.yaml:2:23: title.dee
          "dee" is not among the journey's languages
          -> did you mean "de"?, or add dee to languages at the top

        warning: j.yaml:2:1: title
          there is no wording in de
          -> add de: ...; until then people read en
        """,
    ),
    "an offline website": (
        changed("survey: ease}", "survey: ease, where: offline}"),
        """
        warning: j.yaml:7:9: stages[0].touchpoints[0]
          an offline touchpoint has the medium "web"
          -> write medium: store, phone, post ...
        """,
    ),
    "neither true nor false": (
        changed("title: Was it easy\n", "title: Was it easy\n    ask_on_contradiction: perhaps\n"),
        """
        j.yaml:11:5: surveys[0].ask_on_contradiction
          this must be true or false
          -> write true or false
        """,
    ),
    "a tag no language has": (
        changed("title: Our shop\n", "title: Our shop\nlanguage: english\n"),
        """
        j.yaml:3:1: language
          "english" is no language tag
          -> write a tag such as en, de or pt-BR
        """,
    ),
}


@pytest.mark.parametrize(("text", "problems"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_with_its_line_and_the_fix(text: str, problems: str, kinds: Kinds) -> None:
    assert told(text, kinds) == dedent(problems).strip()


def test_everything_is_told_at_once_sorted_by_line(kinds: Kinds) -> None:
    text = GOOD
    for old, new in (
        ("id: shop", "id: The Shop"),
        ("title: Our shop", "titel: Our shop"),
        ("survey: ease", "survey: esae"),
        ("points: 5", "points: 4"),
        ("go: why}", "go: whi}"),
        ("kind: text", "kind: txt"),
    ):
        text = text.replace(old, new)

    with pytest.raises(ConfigError) as caught:
        load_journey(text, file="j.yaml", kinds=kinds)

    assert [(problem.line, problem.path) for problem in caught.value.problems] == [
        (1, "id"),
        (1, "title"),
        (2, "titel"),
        (7, "stages[0].touchpoints[0].survey"),
        (14, "surveys[0].questions[0].points"),
        (17, "surveys[0].questions[0].branches[0].go"),
        (20, "surveys[0].questions[1].kind"),
    ]


def test_crowded_stages_and_surveys_are_warned_of_and_still_read(kinds: Kinds) -> None:
    places = "".join(f"      - {{id: t{number}, title: T}}\n" for number in range(4))
    surveys = "".join(
        f"  - {{id: s{number}, title: S, questions: [{{id: q, kind: text, ask: Why?}}]}}\n"
        for number in range(8)
    )
    text = GOOD.replace("surveys:\n", places + "surveys:\n") + surveys

    examined = examine_journey(text, file="j.yaml", kinds=kinds)

    assert examined.journey is not None
    assert [warning.what for warning in examined.warnings][:2] == [
        "5 touchpoints are many for one stage",
        "9 surveys are many for one journey",
    ]


def test_asking_when_it_is_stale_already_would_never_ask_anybody(kinds: Kinds) -> None:
    text = GOOD.replace("survey: ", "ask_after: 7d, survey: ") if "{id" in GOOD else GOOD
    text = text.replace("        survey: ", "        ask_after: 7d\n        survey: ")

    with pytest.raises(ConfigError) as caught:
        load_journey(text, file="j.yaml", kinds=kinds)

    problem = caught.value.problems[0]
    assert problem.path == "stages[0].touchpoints[0].ask_after"
    assert problem.what == "asking after 7d is too late: by then it is stale (2d), so nobody is ever asked"
    assert problem.fix == "ask earlier, or write fresh_for: 7d or longer here"


def test_a_file_that_is_not_there_says_how_to_make_one(tmp_path: Path, kinds: Kinds) -> None:
    path = tmp_path / "journey.yaml"

    with pytest.raises(ConfigError) as caught:
        read_journey(path, kinds=kinds)

    assert str(caught.value) == f"{path}: there is no such file; make one: aftertouch init shop"


def test_a_folder_is_no_journey_file(tmp_path: Path, kinds: Kinds) -> None:
    with pytest.raises(ConfigError) as caught:
        read_journey(tmp_path, kinds=kinds)

    assert str(caught.value) == f"{tmp_path}: this is a folder; name the journey file in it"


def test_bytes_that_are_no_utf8_are_told_by_line(tmp_path: Path, kinds: Kinds) -> None:
    path = tmp_path / "journey.yaml"
    path.write_bytes("id: shop\ntitle: Früh\n".encode("latin-1"))

    with pytest.raises(ConfigError) as caught:
        read_journey(path, kinds=kinds)

    assert str(caught.value) == f"{path}:2:1: this line is not UTF-8 text; save the file as UTF-8"
    assert path.read_bytes() == "id: shop\ntitle: Früh\n".encode("latin-1")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path, kinds: Kinds) -> None:
    path = tmp_path / "journey.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())

    assert read_journey(path, kinds=kinds).journey.id == "shop"
