"""What is said on Telegram alone: buttons, the menu of commands, and what the bot says of itself."""

from collections.abc import Mapping
from typing import Literal

from feedback.wording import spoken_language

Phrase = Literal[
    "done", "reply_here", "stray_button",
    "command_stop", "command_pause", "command_language", "command_privacy", "command_mydata",
    "command_forget", "command_help", "command_link", "command_channels", "command_team",
    "about", "short_about",
]  # fmt: skip

PHRASES: Mapping[str, Mapping[Phrase, str]] = {
    "en": {
        "done": "Done",
        "reply_here": "To answer in your own words, reply to this message.",
        "stray_button": "This button does not belong to any question of ours. Just write to us instead.",
        "command_stop": "No more questions",
        "command_pause": "No questions for a while, e.g. /pause 3 months",
        "command_language": "Another language, e.g. /language de",
        "command_privacy": "What happens to your answers",
        "command_mydata": "See what we keep about you",
        "command_forget": "Have it erased",
        "command_help": "What you can do here",
        "command_link": "Link another chat of yours",
        "command_channels": "Which chat we ask in",
        "command_team": "Make this the room of a team: /team CODE",
        "about": "We ask one short question after you have used our service, and pass on what you say. "
        "/privacy tells what happens to your answers, /stop ends all questions.",
        "short_about": "One short question about how it went. /stop ends it at any time.",
    },
    "de": {
        "done": "Fertig",
        "reply_here": "Für eine Antwort in eigenen Worten auf diese Nachricht antworten.",
        "stray_button": "Dieser Knopf gehört zu keiner unserer Fragen. Eine Nachricht kommt immer an.",
        "command_stop": "Keine Fragen mehr",
        "command_pause": "Eine Zeit lang keine Fragen, z. B. /pause 3 Monate",
        "command_language": "Andere Sprache, z. B. /language en",
        "command_privacy": "Was mit den Antworten geschieht",
        "command_mydata": "Ansehen, was wir speichern",
        "command_forget": "Alles löschen lassen",
        "command_help": "Was hier möglich ist",
        "command_link": "Einen weiteren Chat verbinden",
        "command_channels": "In welchem Chat wir fragen",
        "command_team": "Zum Raum eines Teams machen: /team CODE",
        "about": "Nach einem Besuch oder Einkauf stellen wir eine kurze Frage und geben die Antwort weiter. "
        "/privacy sagt, was mit den Antworten geschieht, /stop beendet alle Fragen.",
        "short_about": "Eine kurze Frage, wie es war. /stop beendet das jederzeit.",
    },
    "fr": {
        "done": "Terminé",
        "reply_here": "Pour répondre avec vos propres mots, répondez à ce message.",
        "stray_button": "Ce bouton n’appartient à aucune de nos questions. Un message arrive toujours.",
        "command_stop": "Plus aucune question",
        "command_pause": "Pas de questions pendant un temps, p. ex. /pause 3 mois",
        "command_language": "Une autre langue, p. ex. /language en",
        "command_privacy": "Ce que deviennent vos réponses",
        "command_mydata": "Voir ce que nous gardons",
        "command_forget": "Tout faire effacer",
        "command_help": "Ce qu’on peut faire ici",
        "command_link": "Lier une autre conversation",
        "command_channels": "Dans quelle conversation nous demandons",
        "command_team": "En faire la salle d’une équipe : /team CODE",
        "about": "Après une visite ou un achat, nous posons une courte question et transmettons la réponse. "
        "/privacy dit ce que deviennent vos réponses, /stop met fin à toutes les questions.",
        "short_about": "Une courte question sur votre expérience. /stop y met fin à tout moment.",
    },
    "es": {
        "done": "Listo",
        "reply_here": "Para responder con sus propias palabras, responda a este mensaje.",
        "stray_button": "Este botón no pertenece a ninguna pregunta nuestra. Un mensaje siempre nos llega.",
        "command_stop": "Ninguna pregunta más",
        "command_pause": "Sin preguntas por un tiempo, p. ej. /pause 3 meses",
        "command_language": "Otro idioma, p. ej. /language en",
        "command_privacy": "Qué pasa con sus respuestas",
        "command_mydata": "Ver lo que guardamos",
        "command_forget": "Hacer que se borre todo",
        "command_help": "Qué se puede hacer aquí",
        "command_link": "Vincular otro chat suyo",
        "command_channels": "En qué chat preguntamos",
        "command_team": "Hacer de esto la sala de un equipo: /team CODE",
        "about": "Después de una visita o una compra hacemos una pregunta breve y transmitimos la respuesta. "
        "/privacy explica qué pasa con sus respuestas, /stop pone fin a todas las preguntas.",
        "short_about": "Una pregunta breve sobre cómo fue. /stop le pone fin cuando quiera.",
    },
    "it": {
        "done": "Fatto",
        "reply_here": "Per rispondere con parole Sue, risponda a questo messaggio.",
        "stray_button": "Questo pulsante non appartiene a nessuna nostra domanda. Un messaggio arriva.",
        "command_stop": "Nessun’altra domanda",
        "command_pause": "Nessuna domanda per un po’, per es. /pause 3 mesi",
        "command_language": "Un’altra lingua, per es. /language en",
        "command_privacy": "Che cosa succede alle risposte",
        "command_mydata": "Vedere che cosa conserviamo",
        "command_forget": "Far cancellare tutto",
        "command_help": "Che cosa si può fare qui",
        "command_link": "Collegare un’altra chat",
        "command_channels": "In quale chat chiediamo",
        "command_team": "Farne la stanza di un team: /team CODE",
        "about": "Dopo una visita o un acquisto facciamo una breve domanda e trasmettiamo la risposta. "
        "/privacy dice che cosa succede alle risposte, /stop mette fine a tutte le domande.",
        "short_about": "Una breve domanda su com’è andata. /stop la interrompe quando vuole.",
    },
    "pt": {
        "done": "Pronto",
        "reply_here": "Para responder por palavras suas, responda a esta mensagem.",
        "stray_button": "Este botão não pertence a nenhuma pergunta nossa. Uma mensagem chega sempre.",
        "command_stop": "Nenhuma pergunta mais",
        "command_pause": "Sem perguntas por um tempo, p. ex. /pause 3 meses",
        "command_language": "Outra língua, p. ex. /language en",
        "command_privacy": "O que acontece com as respostas",
        "command_mydata": "Ver o que guardamos",
        "command_forget": "Mandar apagar tudo",
        "command_help": "O que se pode fazer aqui",
        "command_link": "Ligar outro chat",
        "command_channels": "Em que chat perguntamos",
        "command_team": "Fazer disto a sala de uma equipa: /team CODE",
        "about": "Depois de uma visita ou compra fazemos uma pergunta curta e transmitimos a resposta. "
        "/privacy diz o que acontece com as respostas, /stop põe fim a todas as perguntas.",
        "short_about": "Uma pergunta curta sobre como foi. /stop termina a qualquer momento.",
    },
}


def phrase(key: Phrase, language: str) -> str:
    """Return the phrase `key` in the language we speak to somebody who prefers `language`."""
    return PHRASES[spoken_language(language)][key]
