"""Words of distress or danger: found where they are meant, in six languages, and silent elsewhere."""

import csv
import os
from pathlib import Path

import pytest

from config.support import Danger
from config.text import Text
from feedback.danger import danger_in, words_in
from feedback.danger_words import PHRASES

DANGER = Danger(call=Text({"en": "Call 112."}))

MEANT = [
    "I can't take it any more, I want to kill myself",
    "since the surgery I want to die",
    "Honestly?? I don’t want to live anymore.",
    "I have no family and I want to die",
    "my husband beats me",
    "I'm having a heart attack",
    "i have been cutting myself again",
    "I have been having suicidal thoughts since March",
    "I don't want to live any more",
    "I feel like ending it all",
    "I cut myself every night",
    "I took too many of my pills",
    "help, he's hitting me",
    "I have chest pains right now",
    "My mother is unconscious",
    "I will kill you all",
    "I have a gun and I know where you are",
    "There's a bomb in your shop",
    "I am going to burn down your office",
    "Ich will nicht mehr da sein",
    "Ich habe zu viele Tabletten genommen",
    "Sie liegt bewusstlos am Boden",
    "ich bringe euch um",
    "je veux en finir",
    "me quiero matar",
    "no quiero vivir mas",
    "tomé demasiadas pastillas",
    "voglio farla finita",
    "mi voglio ammazzare",
    "nao quero mais viver",
    "Ich will nicht mehr leben",
    "ich will mich umbringen",
    "ICH WILL NUR NOCH STERBEN",
    "Mein Mann schlägt mich",
    "ich bekomme keine Luft",
    "je veux mourir",
    "Je n'ai plus envie de vivre",
    "mon mari me frappe",
    "quiero morirme",
    "ya no quiero vivir",
    "mi marido me pega",
    "voglio morire",
    "non voglio più vivere",
    "mio marito mi picchia",
    "quero morrer",
    "não quero mais viver",
    "meu marido me bate",
]
SILENT = [
    "I do not want to kill myself, do not worry",
    "this wait is killing me",
    "I nearly died laughing, I want to die of embarrassment",
    "I could kill for a coffee",
    "The stairs will kill me one day",
    "I cut myself on the packaging",
    "I hurt myself on the broken chair",
    "you shoot yourself in the foot",
    "I feel like I shoot myself in the foot",
    "dying to try it again",
    "I don't want to live any more in this noise",
    "I want to end the contract, all of it",
    "they gave me too many tablets",
    "my chest pain is gone",
    "this is unconscious bias",
    "I have a gun safe and it came scratched",
    "your prices kill you",
    "a bomb of flavour",
    "the toaster nearly burned down my kitchen",
    "I will kill for this cake",
    "Das Eis ist eine Bombe",
    "er war bewusstlos, und Sie halfen sofort",
    "Das bringt euch um die Kunden",
    "je veux en finir avec ce contrat",
    "me quiero matar de risa",
    "voglio farla finita con questo gestore",
    "I no longer want to live in this apartment",
    "I can't breathe in those masks",
    "you are better off without me as a customer",
    "I am being threatened with legal action",
    "I never wanted to hurt myself",
    "this bill is going to kill me",
    "he denies threatening anybody",
    "Die Wartezeit bringt mich um den Schlaf",
    "das Warten hat mich fast umgebracht",
    "ich bringe mich nicht um",
    "ich habe einen Herzinfarkt überlebt",
    "ich will nicht sterben",
    "ich könnte sterben vor Lachen",
    "je suis mort de rire",
    "je ne veux pas mourir",
    "ça me tue d'attendre",
    "me muero de risa",
    "no quiero morir",
    "esto me mata",
    "muoio dal ridere",
    "non voglio morire",
    "estou morrendo de fome",
    "não quero morrer",
    "quero me cortar o cabelo",
    "The suicide squad film was on",
    "",
]


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant_is_found(text: str) -> None:
    assert danger_in(text, DANGER) != ()


@pytest.mark.parametrize("text", SILENT)
def test_figures_of_speech_and_what_is_taken_back_are_let_be(text: str) -> None:
    assert danger_in(text, DANGER) == ()


def test_nobody_looks_where_nothing_is_declared() -> None:
    assert danger_in("I want to kill myself", None) == ()
    assert danger_in(None, DANGER) == ()


def test_words_of_ones_own_are_looked_for_beside_or_instead_of_the_built_in() -> None:
    own = DANGER.model_copy(update={"words": ("chest pain",), "built_in": False})

    assert danger_in("I have CHEST  pain", own) == ("chest  pain",)
    assert danger_in("no chest pain", own) == ()
    assert danger_in("I want to die", own) == ()


def test_every_language_of_ours_has_phrases() -> None:
    assert PHRASES.keys() == {"en", "de", "fr", "es", "it", "pt"}


def test_words_of_case_rules_are_whole_words() -> None:
    assert words_in("Where is my REFUND?", ["refund"])
    assert not words_in("non-refundable", ["refund"])
    assert not words_in(None, ["refund"])


DATA = Path(os.environ.get("AFTERTOUCH_DATA_DIR", Path(__file__).parents[3] / "shared" / "data"))


@pytest.mark.parametrize("name", ["urgent_care_fft.csv", "gp_surgeries_fft.csv"])
def test_in_thousands_of_real_answers_of_patients_nothing_is_found_by_mistake(name: str) -> None:
    path = DATA / "feedback" / name
    if not path.exists():
        pytest.skip(f"{name} is not in AFTERTOUCH_DATA_DIR")

    with path.open(encoding="utf-8-sig", newline="") as file:
        alarming = sum(bool(danger_in(cell, DANGER)) for row in csv.reader(file) for cell in row)

    assert alarming == 0
