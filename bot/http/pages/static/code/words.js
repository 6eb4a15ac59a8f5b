// What the page for codes says, in the languages the product speaks.

const WORDS = {
  en: { ask: "Type the code from the poster or receipt", go: "Start", opening: "Opening your chat…", unknown: "There is no such code. Please type it exactly as it stands there.", unreachable: "We cannot be reached just now. Please try again.", crowded: "Many codes are coming in just now. Please try again in a minute." },
  de: { ask: "Geben Sie den Code vom Aushang oder Beleg ein", go: "Los", opening: "Ihr Chat wird geöffnet …", unknown: "Diesen Code gibt es nicht. Bitte geben Sie ihn genau so ein, wie er dort steht.", unreachable: "Wir sind gerade nicht erreichbar. Bitte versuchen Sie es noch einmal.", crowded: "Gerade kommen sehr viele Codes an. Bitte versuchen Sie es in einer Minute noch einmal." },
  fr: { ask: "Saisissez le code de l’affiche ou du ticket", go: "Commencer", opening: "Ouverture de votre chat…", unknown: "Ce code n’existe pas. Saisissez-le exactement comme il est imprimé.", unreachable: "Nous sommes injoignables pour l’instant. Veuillez réessayer.", crowded: "Beaucoup de codes arrivent en ce moment. Veuillez réessayer dans une minute." },
  es: { ask: "Escriba el código del cartel o del recibo", go: "Empezar", opening: "Abriendo su chat…", unknown: "Ese código no existe. Escríbalo exactamente como está impreso.", unreachable: "Ahora no se nos puede contactar. Inténtelo de nuevo.", crowded: "Ahora mismo llegan muchos códigos. Inténtelo de nuevo en un minuto." },
  it: { ask: "Scriva il codice del cartello o dello scontrino", go: "Inizia", opening: "Apertura della chat…", unknown: "Questo codice non esiste. Lo scriva esattamente com’è stampato.", unreachable: "In questo momento non siamo raggiungibili. Riprovi.", crowded: "In questo momento arrivano molti codici. Riprovi tra un minuto." },
  pt: { ask: "Escreva o código do cartaz ou do recibo", go: "Começar", opening: "A abrir o seu chat…", unknown: "Esse código não existe. Escreva-o exatamente como está impresso.", unreachable: "De momento não estamos contactáveis. Tente de novo.", crowded: "Estão a chegar muitos códigos neste momento. Tente de novo dentro de um minuto." },
};

/** Return the language the browser speaks and so do we; else the page's own. */
export function spoken() {
  const tags = [navigator.language, document.documentElement.lang];
  const known = tags.map((each) => each.split("-")[0]).find((each) => each in WORDS);
  return /** @type {keyof typeof WORDS} */ (known ?? "en");
}

/** @param {keyof typeof WORDS.en} key */
export function say(key) {
  return WORDS[spoken()][key];
}
