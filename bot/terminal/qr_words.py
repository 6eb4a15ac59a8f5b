"""What a poster says, in the languages the product speaks."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.terminal.qr_leading import Leads


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A poster's question, how to scan its code, and how to type it; `{place}` is where."""

    question: str
    scan: str
    paste: str
    typed: Mapping[Leads, str]


WORDS: Mapping[str, Words] = {
    "en": Words(
        question="How was it?",
        scan="Scan the code with your phone and tell us in the chat.",
        paste="Scan the code and send the text in it to us in Slack.",
        typed={
            "telegram": "No camera? Send this code to {place} in Telegram.",
            "slack": "No camera? Type {place} in Slack.",
            "web": "No camera? Open {place} and type this code.",
        },
    ),
    "de": Words(
        question="Wie war es?",
        scan="Code mit dem Handy scannen und im Chat davon erzählen.",
        paste="Code scannen und den Text darin in Slack absenden.",
        typed={
            "telegram": "Ohne Kamera: diesen Code in Telegram an {place} senden.",
            "slack": "Ohne Kamera: in Slack {place} eintippen.",
            "web": "Ohne Kamera: {place} öffnen und diesen Code eintippen.",
        },
    ),
    "fr": Words(
        question="C’était comment ?",
        scan="Scannez le code avec votre téléphone et racontez-nous dans le chat.",
        paste="Scannez le code et envoyez-nous dans Slack le texte qu’il contient.",
        typed={
            "telegram": "Sans caméra : envoyez ce code à {place} dans Telegram.",
            "slack": "Sans caméra : tapez {place} dans Slack.",
            "web": "Sans caméra : ouvrez {place} et saisissez ce code.",
        },
    ),
    "es": Words(
        question="¿Qué tal fue?",
        scan="Escanee el código con el móvil y cuéntenos en el chat.",
        paste="Escanee el código y envíenos en Slack el texto que contiene.",
        typed={
            "telegram": "¿Sin cámara? Envíe este código a {place} en Telegram.",
            "slack": "¿Sin cámara? Escriba {place} en Slack.",
            "web": "¿Sin cámara? Abra {place} y escriba este código.",
        },
    ),
    "it": Words(
        question="Com’è andata?",
        scan="Inquadri il codice con il telefono e ce lo racconti in chat.",
        paste="Inquadri il codice e ci invii su Slack il testo che contiene.",
        typed={
            "telegram": "Senza fotocamera: invii questo codice a {place} su Telegram.",
            "slack": "Senza fotocamera: scriva {place} su Slack.",
            "web": "Senza fotocamera: apra {place} e scriva questo codice.",
        },
    ),
    "pt": Words(
        question="Como correu?",
        scan="Leia o código com o telemóvel e conte-nos no chat.",
        paste="Leia o código e envie-nos no Slack o texto que ele contém.",
        typed={
            "telegram": "Sem câmara? Envie este código a {place} no Telegram.",
            "slack": "Sem câmara? Escreva {place} no Slack.",
            "web": "Sem câmara? Abra {place} e escreva este código.",
        },
    ),
}
