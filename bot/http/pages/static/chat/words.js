// The page's own words, in the languages the product speaks.

const WORDS = {
  en: {
    send: "Send", write: "Write a message", answer: "Write your answer", sending: "Sending…", waiting: "Sent as soon as you are connected",
    failed: "This could not be sent", sent: "Sent", changed: "changed", change: "Change", skipped: "Skipped", youSaid: "You said",
    weSaid: "We asked", pick: "Send my choice", picked: "chosen", atMost: "Pick up to {most}", tooMany: "Pick up to {most}: take one away first",
    reconnecting: "Reconnecting…", offline: "You are offline. Your answers are kept and sent later.", online: "Connected again",
    unknown: "This chat cannot be opened", unknownMore: "Please open the link exactly as you got it.",
    newer: "New message", jump: "Jump to the question",
    empty: "Nothing to answer just now. Leave this page open, or come back later.", menu: "Options", pause: "Leave me alone for 30 days",
    stop: "Do not ask me again", start: "You may ask me again", typing: "Writing…", options: "How may we ask you?",
    privacy: "Your answers go to the company that asked, and to nobody else.", characters: "{left} characters left",
  },
  de: {
    send: "Senden", write: "Nachricht schreiben", answer: "Ihre Antwort", sending: "Wird gesendet …", waiting: "Wird gesendet, sobald Sie verbunden sind",
    failed: "Das ließ sich nicht senden", sent: "Gesendet", changed: "geändert", change: "Ändern", skipped: "Übersprungen", youSaid: "Sie",
    weSaid: "Wir", pick: "Auswahl senden", picked: "gewählt", atMost: "Bis zu {most} wählbar", tooMany: "Bis zu {most}: Nehmen Sie erst eine weg",
    reconnecting: "Verbindung wird wiederhergestellt …", offline: "Sie sind offline. Ihre Antworten bleiben erhalten und werden später gesendet.", online: "Wieder verbunden",
    unknown: "Dieser Chat lässt sich nicht öffnen", unknownMore: "Bitte öffnen Sie den Link genau so, wie Sie ihn bekommen haben.",
    newer: "Neue Nachricht", jump: "Zur Frage springen",
    empty: "Gerade gibt es nichts zu beantworten. Lassen Sie die Seite offen oder kommen Sie später wieder.", menu: "Optionen", pause: "30 Tage lang in Ruhe lassen",
    stop: "Nicht mehr fragen", start: "Sie dürfen wieder fragen", typing: "Schreibt …", options: "Wie dürfen wir fragen?",
    privacy: "Ihre Antworten gehen an das Unternehmen, das fragt, und an niemanden sonst.", characters: "noch {left} Zeichen",
  },
  fr: {
    send: "Envoyer", write: "Écrire un message", answer: "Votre réponse", sending: "Envoi…", waiting: "Envoyé dès que vous serez en ligne",
    failed: "Impossible d’envoyer", sent: "Envoyé", changed: "modifié", change: "Modifier", skipped: "Passé", youSaid: "Vous",
    weSaid: "Nous", pick: "Envoyer mon choix", picked: "choisi", atMost: "Jusqu’à {most} choix", tooMany: "Jusqu’à {most} : retirez-en un d’abord",
    reconnecting: "Reconnexion…", offline: "Vous êtes hors ligne. Vos réponses sont gardées et envoyées plus tard.", online: "De nouveau en ligne",
    unknown: "Impossible d’ouvrir ce chat", unknownMore: "Ouvrez le lien exactement tel que vous l’avez reçu.",
    newer: "Nouveau message", jump: "Aller à la question",
    empty: "Aucune question pour l’instant. Laissez cette page ouverte ou revenez plus tard.", menu: "Options", pause: "Me laisser tranquille 30 jours",
    stop: "Ne plus me demander", start: "Vous pouvez de nouveau me demander", typing: "Écrit…", options: "Comment pouvons-nous demander ?",
    privacy: "Vos réponses vont à l’entreprise qui demande, et à personne d’autre.", characters: "encore {left} caractères",
  },
  es: {
    send: "Enviar", write: "Escriba un mensaje", answer: "Su respuesta", sending: "Enviando…", waiting: "Se enviará cuando tenga conexión",
    failed: "No se pudo enviar", sent: "Enviado", changed: "cambiado", change: "Cambiar", skipped: "Omitido", youSaid: "Usted",
    weSaid: "Nosotros", pick: "Enviar mi elección", picked: "elegido", atMost: "Hasta {most}", tooMany: "Hasta {most}: quite una primero",
    reconnecting: "Reconectando…", offline: "Está sin conexión. Sus respuestas se guardan y se envían después.", online: "Conectado de nuevo",
    unknown: "No se puede abrir este chat", unknownMore: "Abra el enlace exactamente como lo recibió.",
    newer: "Mensaje nuevo", jump: "Ir a la pregunta",
    empty: "Ahora no hay nada que responder. Deje esta página abierta o vuelva más tarde.", menu: "Opciones", pause: "Dejarme en paz 30 días",
    stop: "No preguntarme más", start: "Pueden volver a preguntarme", typing: "Escribiendo…", options: "¿Cómo podemos preguntar?",
    privacy: "Sus respuestas van a la empresa que pregunta y a nadie más.", characters: "quedan {left} caracteres",
  },
  it: {
    send: "Invia", write: "Scriva un messaggio", answer: "La Sua risposta", sending: "Invio…", waiting: "Inviato appena sarà online",
    failed: "Non è stato possibile inviare", sent: "Inviato", changed: "modificato", change: "Modifica", skipped: "Saltato", youSaid: "Lei",
    weSaid: "Noi", pick: "Invia la scelta", picked: "scelto", atMost: "Fino a {most}", tooMany: "Fino a {most}: ne tolga prima una",
    reconnecting: "Riconnessione…", offline: "È offline. Le Sue risposte sono conservate e inviate dopo.", online: "Di nuovo online",
    unknown: "Impossibile aprire questa chat", unknownMore: "Apra il link esattamente come l’ha ricevuto.",
    newer: "Nuovo messaggio", jump: "Vai alla domanda",
    empty: "Ora non c’è nulla a cui rispondere. Lasci aperta la pagina o torni più tardi.", menu: "Opzioni", pause: "Lasciatemi in pace per 30 giorni",
    stop: "Non chiedetemi più", start: "Potete chiedere di nuovo", typing: "Scrive…", options: "Come possiamo chiedere?",
    privacy: "Le Sue risposte vanno all’azienda che chiede e a nessun altro.", characters: "ancora {left} caratteri",
  },
  pt: {
    send: "Enviar", write: "Escreva uma mensagem", answer: "A sua resposta", sending: "A enviar…", waiting: "Enviado assim que houver ligação",
    failed: "Não foi possível enviar", sent: "Enviado", changed: "alterado", change: "Alterar", skipped: "Saltado", youSaid: "Você",
    weSaid: "Nós", pick: "Enviar a escolha", picked: "escolhido", atMost: "Até {most}", tooMany: "Até {most}: retire uma primeiro",
    reconnecting: "A religar…", offline: "Está sem ligação. As suas respostas ficam guardadas e seguem depois.", online: "Ligado de novo",
    unknown: "Não é possível abrir este chat", unknownMore: "Abra a ligação exatamente como a recebeu.",
    newer: "Nova mensagem", jump: "Ir para a pergunta",
    empty: "Neste momento não há nada para responder. Deixe a página aberta ou volte mais tarde.", menu: "Opções", pause: "Deixem-me em paz 30 dias",
    stop: "Não me perguntem mais", start: "Podem voltar a perguntar", typing: "A escrever…", options: "Como podemos perguntar?",
    privacy: "As suas respostas vão para a empresa que pergunta e para mais ninguém.", characters: "faltam {left} caracteres",
  },
};

/** @typedef {keyof typeof WORDS.en} WordKey */

let spoken = /** @type {keyof typeof WORDS} */ ("en");

/**
 * Speak `language` from now on, if we can; say whether that is a change.
 * @param {string} language
 */
export function speak(language) {
  const tag = language.toLowerCase().split("-")[0];
  if (!(tag in WORDS) || tag === spoken) return false;
  spoken = /** @type {keyof typeof WORDS} */ (tag);
  return true;
}

const RIGHT_TO_LEFT = new Set(["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);

/**
 * Return the side a language begins on; the page follows its questions, even where it does not speak like them.
 * @param {string} language
 */
export function direction(language) {
  return RIGHT_TO_LEFT.has(language.toLowerCase().split("-")[0]) ? "rtl" : "ltr";
}

/**
 * Return a phrase, with its facts filled in.
 * @param {WordKey} key
 * @param {Record<string, string|number>} [facts]
 */
export function say(key, facts = {}) {
  return WORDS[spoken][key].replace(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? ""));
}

/** Put the words into everything of the page that names one with data-word, data-word-label or data-word-hint. */
export function label() {
  document.documentElement.lang = spoken;
  for (const [attribute, put] of PUTS) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      put(element, say(/** @type {WordKey} */ (element.getAttribute(attribute))));
    }
  }
}

/** @type {[string, (element: Element, words: string) => void][]} */
const PUTS = [
  ["data-word", (element, words) => (element.textContent = words)],
  ["data-word-label", (element, words) => element.setAttribute("aria-label", words)],
  ["data-word-hint", (element, words) => element.setAttribute("placeholder", words)],
];
