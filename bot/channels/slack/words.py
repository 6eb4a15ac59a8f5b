"""What only Slack needs said, in the languages of the product's own catalogues."""

from collections.abc import Mapping
from typing import Literal

from feedback.wording import spoken_language

Key = Literal[
    "done", "form", "form_title", "send", "cancel", "pick", "only_they", "reply_in_thread",
    "your_answer", "forget", "forget_sure", "help", "help_point", "help_room", "home_answered",
    "home_asked", "home_map", "home_none",
    "home_title", "home_wishes", "mydata", "needed", "own_words", "pause", "point_about", "point_nobody",
    "point_not_you", "point_title", "point_whom", "privacy", "start", "stop", "too_long", "too_many",
]  # fmt: skip

_EN: Mapping[Key, str] = {
    "done": "Done",
    "form": "Answer in a form",
    "form_title": "Your feedback",
    "send": "Send",
    "cancel": "Cancel",
    "pick": "Pick from the list",
    "only_they": "Only {person} can answer this.",
    "reply_in_thread": "To answer in your own words, reply in the thread.",
    "your_answer": "Your answer: {answer}",
    "needed": "We do need an answer to this one.",
    "own_words": "Or in your own words",
    "too_long": "Please use at most {most} characters.",
    "too_many": "Please pick at most {most}.",
    "help": "`{command} stop`, `{command} start`, `{command} pause 30d`, `{command} language de`, "
    "`{command} link`, `{command} channels`, "
    "`{command} privacy`, `{command} mydata`, `{command} forget`, `{command} code ABCD-2345`. "
    "Where there are no commands, write me the same without the slash.",
    "help_point": "“{name}” in the menu of a message has whoever wrote it asked how it went, for "
    "colleagues whom the operator has named.",
    "help_room": "In a support team's own channel, `{command} team ABCD-2345` makes it the team's room.",
    "home_title": "Your feedback",
    "home_none": "Nothing is open right now.",
    "home_asked": "Waiting for you",
    "home_answered": "Answered",
    "home_wishes": "How we may ask you",
    "pause": "Pause for 30 days",
    "stop": "Stop asking",
    "start": "Ask me again",
    "privacy": "Privacy",
    "home_map": "Journey map",
    "mydata": "My data",
    "forget": "Forget me",
    "forget_sure": "What you told us can never be read again afterwards, and we ask you nothing more.",
    "point_title": "Ask about this",
    "point_whom": "{person} is asked how it went.",
    "point_about": "What was it about?",
    "point_not_you": "Only colleagues whom the operator has named can have somebody asked.",
    "point_nobody": "Nobody who could be asked wrote this message, or nothing is asked about in "
    "this journey.",
}
_DE: Mapping[Key, str] = {
    "done": "Fertig",
    "form": "In einem Formular antworten",
    "form_title": "Ihre Rückmeldung",
    "send": "Senden",
    "cancel": "Abbrechen",
    "pick": "Aus der Liste wählen",
    "only_they": "Nur {person} kann hier antworten.",
    "reply_in_thread": "Für eine Antwort in eigenen Worten antworten Sie im Thread.",
    "your_answer": "Ihre Antwort: {answer}",
    "needed": "Hier brauchen wir eine Antwort.",
    "own_words": "Oder in eigenen Worten",
    "too_long": "Bitte höchstens {most} Zeichen.",
    "too_many": "Bitte höchstens {most} auswählen.",
    "help": "`{command} stop`, `{command} start`, `{command} pause 30d`, `{command} language de`, "
    "`{command} link`, `{command} channels`, "
    "`{command} privacy`, `{command} mydata`, `{command} forget`, `{command} code ABCD-2345`. "
    "Wo es keine Befehle gibt, schreiben Sie mir dasselbe ohne Schrägstrich.",
    "help_point": "„{name}“ im Menü einer Nachricht lässt fragen, wie es für die Person war, die sie "
    "geschrieben hat; das können Kolleginnen und Kollegen, die der Betreiber genannt hat.",
    "help_room": "Im Kanal eines Support-Teams macht `{command} team ABCD-2345` ihn zum Raum des Teams.",
    "home_title": "Ihre Rückmeldung",
    "home_none": "Gerade ist nichts offen.",
    "home_asked": "Wartet auf Sie",
    "home_answered": "Beantwortet",
    "home_wishes": "Wie wir Sie fragen dürfen",
    "pause": "30 Tage Pause",
    "stop": "Nicht mehr fragen",
    "start": "Wieder fragen",
    "privacy": "Datenschutz",
    "home_map": "Journey-Karte",
    "mydata": "Meine Daten",
    "forget": "Mich vergessen",
    "forget_sure": "Was Sie uns gesagt haben, kann danach niemand mehr lesen, und wir fragen Sie "
    "nichts mehr.",
    "point_title": "Danach fragen",
    "point_whom": "{person} wird gefragt, wie es war.",
    "point_about": "Worum ging es?",
    "point_not_you": "Nur Kolleginnen und Kollegen, die der Betreiber genannt hat, können jemanden "
    "fragen lassen.",
    "point_nobody": "Diese Nachricht schrieb niemand, den wir fragen könnten, oder in dieser "
    "Journey wird nichts gefragt.",
}
_FR: Mapping[Key, str] = {
    "done": "Terminé",
    "form": "Répondre dans un formulaire",
    "form_title": "Votre avis",
    "send": "Envoyer",
    "cancel": "Annuler",
    "pick": "Choisir dans la liste",
    "only_they": "Seul {person} peut répondre ici.",
    "reply_in_thread": "Pour répondre avec vos mots, répondez dans le fil.",
    "your_answer": "Votre réponse : {answer}",
    "needed": "Il nous faut une réponse ici.",
    "own_words": "Ou avec vos mots",
    "too_long": "Au plus {most} caractères, s’il vous plaît.",
    "too_many": "Choisissez-en au plus {most}.",
    "help": "`{command} stop`, `{command} start`, `{command} pause 30d`, `{command} language fr`, "
    "`{command} link`, `{command} channels`, "
    "`{command} privacy`, `{command} mydata`, `{command} forget`, `{command} code ABCD-2345`. "
    "Là où il n’y a pas de commandes, écrivez-moi la même chose sans la barre.",
    "help_point": "« {name} », dans le menu d’un message, fait demander à qui l’a écrit comment cela "
    "s’est passé ; c’est pour les collègues que l’exploitant a désignés.",
    "help_room": "Dans le canal d’une équipe de support, `{command} team ABCD-2345` "
    "en fait la salle de l’équipe.",
    "home_title": "Votre avis",
    "home_none": "Rien n’est ouvert en ce moment.",
    "home_asked": "En attente de vous",
    "home_answered": "Répondu",
    "home_wishes": "Comment nous pouvons vous interroger",
    "pause": "Pause de 30 jours",
    "stop": "Ne plus demander",
    "start": "Demandez-moi à nouveau",
    "privacy": "Confidentialité",
    "home_map": "Carte du parcours",
    "mydata": "Mes données",
    "forget": "M’oublier",
    "forget_sure": "Plus personne ne pourra lire ce que vous nous avez dit, et nous ne vous "
    "demanderons plus rien.",
    "point_title": "Demander un avis",
    "point_whom": "Nous demandons à {person} comment cela s’est passé.",
    "point_about": "De quoi s’agissait-il ?",
    "point_not_you": "Seuls les collègues que l’exploitant a nommés peuvent faire interroger quelqu’un.",
    "point_nobody": "Personne que nous pourrions interroger n’a écrit ce message, ou rien n’est "
    "demandé dans ce parcours.",
}
_ES: Mapping[Key, str] = {
    "done": "Listo",
    "form": "Responder en un formulario",
    "form_title": "Su opinión",
    "send": "Enviar",
    "cancel": "Cancelar",
    "pick": "Elija de la lista",
    "only_they": "Solo {person} puede responder aquí.",
    "reply_in_thread": "Para responder con sus palabras, responda en el hilo.",
    "your_answer": "Su respuesta: {answer}",
    "needed": "Aquí necesitamos una respuesta.",
    "own_words": "O con sus propias palabras",
    "too_long": "Use como máximo {most} caracteres.",
    "too_many": "Elija como máximo {most}.",
    "help": "`{command} stop`, `{command} start`, `{command} pause 30d`, `{command} language es`, "
    "`{command} link`, `{command} channels`, "
    "`{command} privacy`, `{command} mydata`, `{command} forget`, `{command} code ABCD-2345`. "
    "Donde no hay comandos, escríbame lo mismo sin la barra.",
    "help_point": "«{name}», en el menú de un mensaje, hace que se pregunte a quien lo escribió cómo "
    "fue; es para colegas que el operador ha nombrado.",
    "help_room": "En el canal propio de un equipo de soporte, `{command} team ABCD-2345` "
    "lo hace la sala del equipo.",
    "home_title": "Su opinión",
    "home_none": "Ahora no hay nada abierto.",
    "home_asked": "A la espera de usted",
    "home_answered": "Respondido",
    "home_wishes": "Cómo podemos preguntarle",
    "pause": "Pausa de 30 días",
    "stop": "No preguntar más",
    "start": "Volver a preguntar",
    "privacy": "Privacidad",
    "home_map": "Mapa del recorrido",
    "mydata": "Mis datos",
    "forget": "Olvidarme",
    "forget_sure": "Después nadie podrá leer lo que nos dijo, y no le preguntaremos nada más.",
    "point_title": "Preguntar por esto",
    "point_whom": "Se pregunta a {person} cómo fue.",
    "point_about": "¿De qué se trataba?",
    "point_not_you": "Solo los colegas que el operador ha nombrado pueden hacer que se pregunte a alguien.",
    "point_nobody": "Nadie a quien podamos preguntar escribió este mensaje, o en este recorrido no "
    "se pregunta nada.",
}
_IT: Mapping[Key, str] = {
    "done": "Fatto",
    "form": "Rispondi in un modulo",
    "form_title": "La sua opinione",
    "send": "Invia",
    "cancel": "Annulla",
    "pick": "Scelga dall’elenco",
    "only_they": "Solo {person} può rispondere qui.",
    "reply_in_thread": "Per rispondere con parole sue, risponda nel thread.",
    "your_answer": "La sua risposta: {answer}",
    "needed": "Qui ci serve una risposta.",
    "own_words": "O con parole sue",
    "too_long": "Usi al massimo {most} caratteri.",
    "too_many": "Ne scelga al massimo {most}.",
    "help": "`{command} stop`, `{command} start`, `{command} pause 30d`, `{command} language it`, "
    "`{command} link`, `{command} channels`, "
    "`{command} privacy`, `{command} mydata`, `{command} forget`, `{command} code ABCD-2345`. "
    "Dove non ci sono comandi, mi scriva lo stesso senza la barra.",
    "help_point": "«{name}», nel menu di un messaggio, fa chiedere a chi l’ha scritto com’è andata; è "
    "per i colleghi indicati dal gestore.",
    "help_room": "Nel canale di un team di supporto, `{command} team ABCD-2345` ne fa la stanza del team.",
    "home_title": "La sua opinione",
    "home_none": "Al momento non c’è nulla di aperto.",
    "home_asked": "In attesa di lei",
    "home_answered": "Risposto",
    "home_wishes": "Come possiamo chiederle",
    "pause": "Pausa di 30 giorni",
    "stop": "Non chiedere più",
    "start": "Chiedetemi di nuovo",
    "privacy": "Privacy",
    "home_map": "Mappa del percorso",
    "mydata": "I miei dati",
    "forget": "Dimenticatemi",
    "forget_sure": "Dopo, nessuno potrà più leggere ciò che ci ha detto, e non le chiederemo altro.",
    "point_title": "Chiedi un parere",
    "point_whom": "Chiediamo a {person} com’è andata.",
    "point_about": "Di che cosa si trattava?",
    "point_not_you": "Solo i colleghi indicati dal gestore possono far chiedere qualcosa a qualcuno.",
    "point_nobody": "Nessuno a cui potremmo chiedere ha scritto questo messaggio, o in questo "
    "percorso non si chiede nulla.",
}
_PT: Mapping[Key, str] = {
    "done": "Pronto",
    "form": "Responder num formulário",
    "form_title": "A sua opinião",
    "send": "Enviar",
    "cancel": "Cancelar",
    "pick": "Escolha da lista",
    "only_they": "Só {person} pode responder aqui.",
    "reply_in_thread": "Para responder por palavras suas, responda no tópico.",
    "your_answer": "A sua resposta: {answer}",
    "needed": "Aqui precisamos de uma resposta.",
    "own_words": "Ou por palavras suas",
    "too_long": "Use no máximo {most} caracteres.",
    "too_many": "Escolha no máximo {most}.",
    "help": "`{command} stop`, `{command} start`, `{command} pause 30d`, `{command} language pt`, "
    "`{command} link`, `{command} channels`, "
    "`{command} privacy`, `{command} mydata`, `{command} forget`, `{command} code ABCD-2345`. "
    "Onde não há comandos, escreva-me o mesmo sem a barra.",
    "help_point": "“{name}”, no menu de uma mensagem, faz perguntar a quem a escreveu como correu; é "
    "para colegas que o operador nomeou.",
    "help_room": "No canal próprio de uma equipa de apoio, `{command} team ABCD-2345` "
    "faz dele a sala da equipa.",
    "home_title": "A sua opinião",
    "home_none": "De momento não há nada em aberto.",
    "home_asked": "À sua espera",
    "home_answered": "Respondido",
    "home_wishes": "Como podemos perguntar-lhe",
    "pause": "Pausa de 30 dias",
    "stop": "Não perguntar mais",
    "start": "Perguntar de novo",
    "privacy": "Privacidade",
    "home_map": "Mapa do percurso",
    "mydata": "Os meus dados",
    "forget": "Esquecer-me",
    "forget_sure": "Depois ninguém poderá ler o que nos disse, e não lhe perguntaremos mais nada.",
    "point_title": "Perguntar sobre isto",
    "point_whom": "Perguntamos a {person} como correu.",
    "point_about": "De que se tratava?",
    "point_not_you": "Só colegas que o operador nomeou podem fazer com que alguém seja perguntado.",
    "point_nobody": "Ninguém a quem possamos perguntar escreveu esta mensagem, ou neste percurso "
    "nada é perguntado.",
}
WORDS: Mapping[str, Mapping[Key, str]] = {
    "en": _EN, "de": _DE, "fr": _FR, "es": _ES, "it": _IT, "pt": _PT,
}  # fmt: skip


def slack_say(key: Key, language: str, /, **facts: str | int) -> str:
    """Return the phrase `key` in `language`, with `facts` filled in."""
    return WORDS[spoken_language(language)][key].format_map(facts)
