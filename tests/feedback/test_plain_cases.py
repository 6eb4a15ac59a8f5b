import pytest

from feedback.plain_cases import plain_case
from feedback.scorer import About, ToScore
from feedback.wording import CATALOGUES


def valence(
    text: str, *, language: str | None = "en", about: About = "feeling", wording: str | None = None
) -> float | str | None:
    case = plain_case(ToScore(text=text, language=language, about=about, wording=wording))
    return "open" if case is None else case.valence


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("n/a", "en"),
        ("N/A.", "en"),
        ("-", "en"),
        (".", "en"),
        ("…", "de"),
        ("no comment", "en"),
        ("Did not answer", "en"),
        ("nothing", "en"),
        ("k.A.", "de"),
        ("weiß nicht", "de"),
        ("weiss nicht", "de"),
        ("nichts", "de"),
        ("sans avis", "fr"),
        ("rien", "fr"),
        ("no sé", "es"),
        ("nada", "es"),
        ("boh", "it"),
        ("niente", "it"),
        ("não sei", "pt"),
        ("nada", "pt"),
        ("I don’t know", "en"),
        ("NS/NC", "es"),
        ("keine Angabe", None),
        ("?!", "en"),
    ],
)
def test_some_texts_answer_nothing(text: str, language: str | None) -> None:
    assert valence(text, language=language) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nothing", "en"),
        ("nope, all good", "en"),
        ("No", "en"),
        ("Nichts!", "de"),
        ("rien à améliorer", "fr"),
        ("nada, todo bien", "es"),
        ("niente", "it"),
        ("tudo bem", "pt"),
        ("Nothing 🙂", "en"),
    ],
)
@pytest.mark.parametrize("about", ["improvement", "problem"])
def test_nothing_is_praise_where_faults_were_asked_for(text: str, language: str, about: About) -> None:
    assert valence(text, language=language, about=about) == 1


def test_praise_after_nothing_counts_when_it_is_stronger() -> None:
    assert valence("Nothing. Excellent!", about="improvement") == 2


@pytest.mark.parametrize(
    ("text", "wording", "language", "expected"),
    [
        ("nothing", "What could be better?", "en", 1),
        ("nothing", "What did you like?", "en", -1),
        ("nothing", "How was it?", "en", None),
        ("everything", "What could be better?", "en", -2),
        ("everything", "What did you like?", "en", 1.5),
        ("everything", "How was it?", "en", "open"),
        ("no, thanks", "Any problems at the checkout?", "en", 1),
        ("yes", "Did anything annoy you?", "en", -1),
        ("no", "Was the bill clear?", "en", -1),
        ("yes please", "Was the bill clear?", "en", 1),
        ("no", "Anything else?", "en", None),
        ("nix", "Was hat dir gefallen?", "de", -1),
        ("alles", "Was hat dir gefallen?", "de", 1.5),
        ("rien", "Qu'est-ce qui vous a plu ?", "fr", -1),
        ("todo", "¿Qué podríamos mejorar?", "es", -2),
        ("tutto", "Cosa ti è piaciuto?", "it", 1.5),
        ("nada", "Do que gostou?", "pt", -1),
    ],
)
def test_a_bare_word_means_what_the_question_makes_of_it(
    text: str, wording: str, language: str, expected: float | str | None
) -> None:
    assert valence(text, wording=wording, language=language) == expected


def test_a_word_that_only_its_question_explains_is_for_nobody_else_to_read() -> None:
    case, plain = (plain_case(ToScore(text=text, wording="What went well?")) for text in ("nothing", "great"))

    assert case is not None
    assert plain is not None
    assert (case.by_question, plain.by_question) == (True, False)


@pytest.mark.parametrize(
    ("text", "wording", "expected"),
    [
        ("7", None, 0.8),
        ("4", "How was it?", 1),
        ("1", None, -2),
        ("0", None, -2),
        ("10", None, 2),
        ("5", "From 0 to 10, how likely are you to recommend us?", 0),
        ("3", "Rate the support 1 to 5", 0),
        ("2", "How many nights did you stay?", "open"),
        ("curry 9/10, naan 2/10", None, "open"),
    ],
)
def test_a_number_alone_is_read_on_the_scale_it_is_likely_on(
    text: str, wording: str | None, expected: float | str
) -> None:
    assert valence(text, wording=wording) == (
        expected if isinstance(expected, str) else pytest.approx(expected)
    )


@pytest.mark.parametrize(
    ("text", "expected"), [(":)", 1), (":(", -1), (":))))", 1), (":D <3", 2), (":'(", -2)]
)
def test_emoticons_alone_are_no_silence(text: str, expected: float) -> None:
    assert valence(text) == expected


@pytest.mark.parametrize("text", ["asdf", "asdfgh", "qwerty", "hhhh", "xxx", "lorem ipsum dolor"])
def test_a_hand_on_the_keys_answers_nothing(text: str) -> None:
    assert valence(text) is None


@pytest.mark.parametrize(
    "text", ["nothing, but the food was cold", "Nothing works here", "no parking", "none of them listened"]
)
def test_nothing_with_a_but_or_as_part_of_a_sentence_is_left_to_the_engine(text: str) -> None:
    assert valence(text, about="improvement") == "open"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2/10", -1.2),
        ("0 out of 10", -2),
        ("10/10 would recommend", 2),
        ("5 stars", 2),
        ("one star from me", -2),
        ("I would give it 3/5, it was late", 0),
        ("1/5", -2),
        ("★★★★ 4/5", 1),
    ],
)
def test_numbers_in_a_text_say_how_good(text: str, expected: float) -> None:
    assert valence(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text", ["open 24/7", "half an hour, 1/2 really", "on 5/10/2023", "two of five parcels", "45213", "-3"]
)
def test_other_numbers_say_nothing_of_the_kind(text: str) -> None:
    assert valence(text) == "open"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("😡", -2),
        ("😡😡😡", -2),
        ("👍🏽", 1),
        ("❤️", 2),
        ("😀 😡", 0),
        ("delivery 😡", -2),
        ("the delivery came 😡", "open"),
    ],
)
def test_emoji_speak_where_there_are_few_words(text: str, expected: float | str) -> None:
    assert valence(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Good", "en", 1),
        ("terrible!!", "en", -2),
        ("ok", "en", 0),
        ("schlecht", "de", -1),
        ("Super!", "de", 1),
        ("nul", "fr", -2),
        ("regular", "es", 0),
        ("pésimo", "es", -2),
        ("OTTIMO", "it", 2),
        ("péssimo", "pt", -2),
        ("mal", "es", -1),
        ("alles gut", None, 1),
        ("not bad", "en", 1),
    ],
)
def test_one_word_is_enough_in_every_language(text: str, language: str | None, expected: float) -> None:
    assert valence(text, language=language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Todo perfecto, muchas gracias", "es", 2),
        ("Alles gut, danke!", "de", 1),
        ("tout va bien merci", "fr", 1),
    ],
)
def test_praise_with_thanks_is_praise_where_nobody_asked_for_faults(
    text: str, language: str, expected: float
) -> None:
    assert valence(text, language=language) == expected


def test_the_piece_that_decided_is_named() -> None:
    case = plain_case(ToScore(text="I'd say  2/10 at most"))

    assert case is not None
    assert case.evidence == "2/10"


@pytest.mark.parametrize("language", CATALOGUES)
def test_feelings_are_never_taken_for_no_answer(language: str) -> None:
    for word, felt in CATALOGUES[language].feelings.items():
        assert valence(word, language=language) == felt, word
