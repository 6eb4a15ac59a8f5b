from pathlib import Path
from subprocess import run
from sys import executable

import pytest
from babel.messages.pofile import PoFileError

from config.phrases import Phrases, read_catalogue

_ENGLISH = r"""
# what translators should know
msgid "hello"
msgstr "Hello {name}"

msgid "only_english"
msgstr "said in English"

msgid "two_lines"
msgstr ""
"one\n"
"two “{word}”"

msgid "cases"
msgid_plural "cases"
msgstr[0] "{n} case of {name}"
msgstr[1] "{n} cases of {name}"
"""
_POLISH = r"""
msgid ""
msgstr ""
"Language: pl\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

msgid "hello"
msgstr "Cześć {name}"

msgid "only_english"
msgstr ""

msgid "cases"
msgid_plural "cases"
msgstr[0] "{n} sprawa {name}"
msgstr[1] "{n} sprawy {name}"
msgstr[2] "{n} spraw {name}"
"""
_CANADIAN = r"""
msgid "hello"
msgstr "Allô {name}"
"""
_FRENCH = r"""
msgid "hello"
msgstr "Bonjour {name}"

msgid "two_lines"
msgstr "deux « {word} »"
"""


@pytest.fixture(scope="module")
def phrases(tmp_path_factory: pytest.TempPathFactory) -> Phrases[str]:
    with pytest.MonkeyPatch.context() as patch:
        root = tmp_path_factory.mktemp("packages")
        patch.syspath_prepend(str(root))
        folder = root / "a_package_of_words" / "words" / "talk"
        folder.mkdir(parents=True)
        (root / "a_package_of_words" / "__init__.py").touch()
        files = {"en": _ENGLISH, "pl": _POLISH, "fr": _FRENCH, "fr_CA": _CANADIAN, "README": "no catalogue"}
        for name, text in files.items():
            (folder / f"{name}.po").write_text(text, encoding="utf-8")
        (folder / "README.po").rename(folder / "README.md")
        made: Phrases[str] = Phrases("a_package_of_words", "words", "talk")
        assert made.languages == ("en", "fr", "fr-ca", "pl")
        return made


def test_a_phrase_is_said_in_the_nearest_language_that_has_a_catalogue(phrases: Phrases[str]) -> None:
    said = [
        phrases.say("hello", language, name="A") for language in ("pl", "pl-PL", "PL_pl", "fr-ca", "xx", "")
    ]

    assert said == ["Cześć A", "Cześć A", "Cześć A", "Allô A", "Hello A", "Hello A"]
    assert [phrases.spoken(one) for one in ("pl-PL", "fr-CA", "fr-FR", "xx")] == ["pl", "fr-ca", "fr", "en"]


def test_what_a_language_lacks_is_said_in_its_shorter_form_and_then_in_english(phrases: Phrases[str]) -> None:
    assert phrases.say("two_lines", "fr-CA", word="x") == "deux « x »"
    assert phrases.say("two_lines", "pl", word="x") == "one\ntwo “x”"
    assert phrases.say("only_english", "pl") == "said in English"
    assert "only_english" not in phrases.own("pl").plain


def test_things_are_counted_in_the_forms_of_their_language(phrases: Phrases[str]) -> None:
    assert [phrases.count("cases", n, "pl", name="A") for n in (1, 3, 5, 22)] == [
        "1 sprawa A", "3 sprawy A", "5 spraw A", "22 sprawy A",
    ]  # fmt: skip


def test_a_phrase_that_falls_back_is_counted_as_english_counts(phrases: Phrases[str]) -> None:
    assert [phrases.count("cases", n, "fr", name="A") for n in (0, 1)] == ["0 cases of A", "1 case of A"]


def test_the_number_is_written_as_the_reader_writes_numbers(phrases: Phrases[str]) -> None:
    assert phrases.count("cases", 1234, "en", name="A") == "1,234 cases of A"
    assert phrases.count("cases", 1234, "en", name="A", n="many") == "many cases of A"


def test_facts_are_filled_in_and_never_read_as_a_phrase(phrases: Phrases[str]) -> None:
    assert phrases.say("hello", "en", name="{word}") == "Hello {word}"


def test_a_catalogue_that_cannot_be_read_is_no_catalogue() -> None:
    with pytest.raises(PoFileError):
        read_catalogue(b'msgid "hello"\nand its words\n')


def test_making_phrases_loads_neither_catalogues_nor_babel(tmp_path: Path) -> None:
    code = (
        "import sys; from config.phrases import Phrases; import config.formats as f;"
        "Phrases('no_such_package', 'words'); assert f.number(12, 'de') == '12';"
        "assert not [name for name in sys.modules if name.startswith('babel')]"
    )

    assert run((executable, "-c", code), check=False).returncode == 0
