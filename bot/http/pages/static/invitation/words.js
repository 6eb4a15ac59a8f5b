// What the invitation says, in the languages the product speaks.

const WORDS = {
  en: { opening: "Opening your chat…", taken: "This invitation has already been opened in another browser. It was meant for one person, so please go on there.", unknown: "This invitation cannot be opened. Please use the link exactly as you got it.", unreachable: "We cannot be reached just now.", again: "Try again" },
  de: { opening: "Ihr Chat wird geöffnet …", taken: "Diese Einladung wurde schon in einem anderen Browser geöffnet. Sie war für eine Person gedacht, bitte machen Sie dort weiter.", unknown: "Diese Einladung lässt sich nicht öffnen. Bitte verwenden Sie den Link genau so, wie Sie ihn bekommen haben.", unreachable: "Wir sind gerade nicht erreichbar.", again: "Noch einmal versuchen" },
  fr: { opening: "Ouverture de votre chat…", taken: "Cette invitation a déjà été ouverte dans un autre navigateur. Elle était pour une seule personne : continuez là-bas.", unknown: "Impossible d’ouvrir cette invitation. Utilisez le lien exactement tel que vous l’avez reçu.", unreachable: "Nous sommes injoignables pour l’instant.", again: "Réessayer" },
  es: { opening: "Abriendo su chat…", taken: "Esta invitación ya se abrió en otro navegador. Era para una persona: continúe allí.", unknown: "No se puede abrir esta invitación. Use el enlace exactamente como lo recibió.", unreachable: "Ahora no se nos puede contactar.", again: "Intentar de nuevo" },
  it: { opening: "Apertura della chat…", taken: "Questo invito è già stato aperto in un altro browser. Era per una sola persona: continui lì.", unknown: "Impossibile aprire questo invito. Usi il link esattamente come l’ha ricevuto.", unreachable: "In questo momento non siamo raggiungibili.", again: "Riprova" },
  pt: { opening: "A abrir o seu chat…", taken: "Este convite já foi aberto noutro navegador. Era para uma pessoa: continue lá.", unknown: "Não é possível abrir este convite. Use a ligação exatamente como a recebeu.", unreachable: "De momento não estamos contactáveis.", again: "Tentar de novo" },
};

/** @param {keyof typeof WORDS.en} key */
export function say(key) {
  const tag = [navigator.language, document.documentElement.lang].map((each) => each.split("-")[0]).find((each) => each in WORDS);
  return WORDS[/** @type {keyof typeof WORDS} */ (tag ?? "en")][key];
}
