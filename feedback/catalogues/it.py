"""Italian."""

from feedback.catalogue import Catalogue, QuestionWords, counted, felt, words

CATALOGUE = Catalogue(
    phrases={
        "reminder": "Un piccolo promemoria: la Sua opinione ci interessa ancora.",
        "thanks": "Grazie! La Sua risposta ci aiuta a migliorare.",
        "noted": "Annotato, grazie.",
        "changed": "Modificato. Grazie per la correzione.",
        "skipped": "Nessun problema, saltiamo questa domanda.",
        "welcome": "Buongiorno! Qui può dire a {title} com’è andata. Se ha un codice, da uno scontrino o"
        " da un cartello, lo scriva e basta.",
        "code_unknown": "Questo codice qui non esiste, o è già stato usato. Può ricontrollare?",
        "code_not_yours": "Quel codice o link è per un’altra persona e resta valido per lei. Se ne ha uno "
        "Suo, lo scriva qui.",
        "linked": "Fatto: ora entrambe le chat sono Sue. {off} toglie di nuovo questa.",
        "link_code": "Il Suo codice è {code}. Lo scriva entro dieci minuti nell’altra Sua chat con noi, e "
        "saranno collegate. Non lo dia a nessuno: chi lo scrive vede e condivide le risposte di questa "
        "chat.",
        "link_same": "Questo è il codice di questa stessa chat. Lo scriva nell’altra.",
        "link_two": "Conosciamo queste chat come due clienti diversi, perciò qui non si possono collegare. "
        "Non è cambiato nulla.",
        "link_told": "Ora un’altra chat è collegata a questa: {chat}. Se non è stato Lei, scriva qui {off}.",
        "link_off": "Fatto: questa chat è di nuovo a sé. Quanto è stato detto finora resta dov’era. {link} "
        "la collega di nuovo.",
        "link_none": "Questa chat non è collegata a nessun’altra. {link} Le dà un codice per farlo.",
        "code_often": "Erano diversi codici che non conosciamo. Attenda dieci minuti e riprovi.",
        "chat_web": "la chat web",
        "channels_one": "Le chiediamo un parere solo qui: {chat}. {link} collega un’altra Sua chat.",
        "channels_which": "In quale chat possiamo chiederLe un parere? Finché non sceglie, è la più recente: "
        "{chat}.",
        "channels_fallback": "Se un giorno non funzionasse, possiamo usare un’altra Sua chat? Senza il Suo "
        "sì non lo facciamo.",
        "channels_set": "Annotato. Da ora Le chiediamo un parere qui: {chat}.",
        "channels_yes": "Annotato. Se la Sua chat non funziona, una domanda può arrivare una volta in "
        "un’altra.",
        "channels_no": "Annotato. Se la Sua chat non funziona, non ne usiamo un’altra.",
        "help": "Che cosa può scrivere qui:\n{c}stop – nessun’altra domanda\n{c}pause 30d – nessuna per un "
        "po’\n{c}language en – un’altra lingua\n{c}link – collegare un’altra Sua chat\n{c}channels – in "
        "quale chat Le chiediamo\n{c}privacy, {c}mydata, {c}forget – i Suoi dati",
        "help_team": "Questa è la stanza del team «{team}»; ciò che lo riguarda arriverà qui.\n{c}help – "
        "questo aiuto\n{c}language en – un’altra lingua in questa stanza\n{c}team CODE – farne la stanza "
        "di un altro team",
        "help_room": "Non è ancora la stanza di nessun team. Chi gestisce Aftertouch crea un codice con "
        "«aftertouch team invite NAME»; scriva qui {command} e quel codice.",
        "team_joined": "Ora questa è la stanza del team «{team}». Ciò che lo riguarda arriverà qui; {help} "
        "dice che cosa si può scrivere.",
        "team_where": "Questo va nel gruppo o canale del team: scriva lì {command} e il codice.",
        "team_hello": "Ciao, team «{team}»! Questa è una prova: ciò che vi riguarda arriverà qui.",
        "nothing_open": "Al momento non ci sono domande aperte. Alla prossima!",
        "expired": "Questa domanda è ormai chiusa e la risposta non è stata salvata. Grazie lo stesso!",
        "closed": "Ha già risposto a tutto e non si può più cambiare. Grazie!",
        "late_tap": "Era una domanda precedente, ormai chiusa; non è stato modificato nulla.",
        "not_yours": "Questa domanda è per un’altra persona, quindi la Sua risposta qui non conta. Grazie "
        "lo stesso!",
        "doubt_unhappy": "Ha scelto «{rating}», ma dalle Sue parole traspare delusione. Cosa deve contare?",
        "doubt_happy": "Ha scelto «{rating}», ma dalle Sue parole traspare soddisfazione. Cosa deve contare?",
        "keep": "Tenere {rating}",
        "change": "Cambiare la risposta",
        "stopped": "Non Le faremo più domande. Invii {c}start se cambia idea.",
        "resumed": "Che piacere ritrovarLa! Ogni tanto torneremo a chiederLe un parere.",
        "paused": "Non La disturberemo fino al {until}.",
        "language_set": "Da ora Le scriviamo in {language}.",
        "language_name": "italiano",
        "privacy_notice": "Le Sue risposte ci aiutano a migliorare. {c}mydata mostra che cosa conserviamo, "
        "{c}forget lo cancella, {c}stop ferma le domande.",
        "file_refused": "La Sua risposta è salvata, ma non ciò che la accompagnava: prendiamo immagini, "
        "suoni, documenti e testo semplice fino a 20 MB.",
        "file_gone": "La Sua risposta è salvata, ma non siamo riusciti a scaricare ciò che la "
        "accompagnava. Ci dispiace.",
        "were_away": "Siamo stati assenti per un po’. Se ha già risposto, tocchi ancora una volta la Sua "
        "risposta.",
        "mydata_here": "Ecco tutto ciò che conserviamo su di Lei: un file da leggere e uno per i programmi.",
        "forget_ask": "Cancelliamo tutto ciò che conserviamo su di Lei? Non si può annullare. Ha un’ora "
        "per decidere.",
        "forget_yes": "Sì, cancellare tutto",
        "forget_no": "No, conservare",
        "forget_kept": "Tutto resta com’è; non è stato cancellato niente.",
        "forget_late": "L’ora è passata, quindi non è stato cancellato niente. Invii {c}forget e glielo "
        "chiederemo di nuovo.",
        "forgotten": "Fatto: tutto ciò che conservavamo su di Lei è cancellato, anche l’indirizzo di "
        "questa chat. Ciò che è scritto qui, e ciò che altri hanno già ricevuto, è fuori dalla nostra "
        "portata. Arrivederci e grazie!",
        "nothing_kept": "Non conserviamo niente su di Lei.",
        "file_title": "Che cosa {title} conserva su di Lei",
        "file_you": "Lei",
        "file_chat": "Le chiediamo un parere qui, come ha scelto: {chat}",
        "file_chat_newest": "Le chiediamo un parere nella Sua chat più recente, perché non ne ha scelta una",
        "file_falls_back": "Se la Sua chat non funziona, una domanda può arrivare in un’altra, come ha "
        "permesso",
        "file_stays": "Se la Sua chat non funziona, non ne usiamo un’altra",
        "file_stopped": "Nessun’altra domanda, come ha chiesto, dal {day}",
        "file_paused": "Nessuna domanda fino al {day}, come ha chiesto",
        "file_apart": "Ha scollegato questa chat; solo Lei può collegarla di nuovo",
        "file_asked_before": "Ciò che Le è stato chiesto prima e che conta ancora: {count}",
        "file_addresses": "Dove Le scriviamo",
        "file_visits": "Che cosa ci hanno riferito",
        "file_messages": "Che cosa Le abbiamo scritto",
        "file_answers": "Che cosa ha risposto",
        "file_enclosures": "Che cosa ha allegato",
        "file_raw": "I Suoi messaggi così come sono arrivati: {count}",
        "file_nothing": "niente",
        "file_replaced": "sostituita in seguito",
        "file_skipped": "saltata",
        "reask_not_a_choice": "Mi dispiace, non ho capito. Scelga una delle risposte, per favore.",
        "reask_too_many_choices": "Sono troppe. Ne scelga al massimo {most}, per favore.",
        "reask_not_a_number": "Mi dispiace, non ho capito. Indichi un numero da {low} a {high}, per favore.",
        "reask_out_of_range": "Indichi un numero intero da {low} a {high}, per favore.",
        "reask_empty": "Il messaggio è arrivato vuoto. Può inviarlo di nuovo?",
        "reask_too_long": "È più lungo di quanto possiamo conservare. Può dirlo in al massimo {most} "
        "caratteri?",
        "required": "A questa domanda ci serve una risposta. Può provare ancora?",
        "skip": "Saltare",
        "other": "Altro",
        "yes": "Sì",
        "no": "No",
        "reply_number": "Risponda con un numero da {low} a {high}.",
        "reply_choice": "Risponda con il numero della Sua scelta.",
        "reply_choices": "Risponda con i numeri delle Sue scelte, per esempio 1, 2.",
        "reply_at_most": "Ne scelga al massimo {most}.",
        "reply_own_words": "Può anche rispondere con parole Sue.",
        "reply_text": "Scriva semplicemente la Sua risposta.",
        "reply_skip": "Per saltare questa domanda, risponda «{word}».",
        "point_of": "{value} su {top}",
        "point_of_named": "{value} su {top}, {name}",
        "very_bad": "pessimo",
        "bad": "cattivo",
        "okay": "così così",
        "good": "buono",
        "very_good": "ottimo",
        "very_dissatisfied": "molto insoddisfatto",
        "dissatisfied": "insoddisfatto",
        "neither_satisfied": "né soddisfatto né insoddisfatto",
        "satisfied": "soddisfatto",
        "very_satisfied": "molto soddisfatto",
        "strongly_disagree": "per niente d’accordo",
        "disagree": "in disaccordo",
        "rather_disagree": "piuttosto in disaccordo",
        "neither_agree": "né d’accordo né in disaccordo",
        "rather_agree": "piuttosto d’accordo",
        "agree": "d’accordo",
        "strongly_agree": "del tutto d’accordo",
        "not_likely": "per niente probabile",
        "very_likely": "molto probabile",
    },
    numbers=counted("zero, uno|un|una, due, tre, quattro, cinque, sei, sette, otto, nove, dieci"),
    out_of=words("su, di"),
    stars=words("stella, stelle"),
    points=words("punto, punti"),
    joins=words("e, ed"),
    contrasts=words("ma, però, tranne, eccetto, solo"),
    yes=words(
        "sì, si, s, sì grazie, certo, certo che sì, certamente, assolutamente, assolutamente sì, ovviamente, "
        "sicuro, sicuramente, senz'altro, esatto, volentieri"
    ),
    no=words(
        "no, n, no grazie, non proprio, non molto, per niente, assolutamente no, affatto, mai, direi di no"
    ),
    skip=words("saltare, salta, passare, avanti, prossima"),
    non_answers=words(
        "non applicabile, nessun commento, senza commenti, no comment, non so, non lo so, boh, nessuna idea, "
        "nessuna risposta, non risponde, non ha risposto, nessuna opinione, preferisco non dirlo, "
        "preferisco non rispondere"
    ),
    nothing=words(
        "niente, nulla, proprio niente, niente di che, niente di particolare, niente da dire, niente da "
        "aggiungere, nulla da aggiungere, niente da migliorare, nulla da segnalare, no, nessuno, nessuna, "
        "nessun problema, nessun reclamo, tutto bene, tutto ok, tutto perfetto, tutto a posto, va tutto "
        "bene, va bene così, no tutto bene, niente tutto bene, continuate così, non cambiate nulla"
    ),
    everything=words("tutto, assolutamente tutto, quasi tutto, praticamente tutto, un po' tutto"),
    fillers=words(
        "grazie, per favore, scusa, scusate, davvero, sinceramente, onestamente, da parte mia, per "
        "ora, al momento, per il momento, finora, grazie mille, altro, credo, in realtà"
    ),
    feelings=felt(
        {
            2: "tutto perfetto, "
            "eccellente, perfetto, perfetta, fantastico, fantastica, ottimo, ottima, meraviglioso, "
            "splendido, eccezionale, straordinario, stupendo, benissimo, molto bene, molto buono, molto "
            "soddisfatto, molto soddisfatta, magnifico, impeccabile, bravissimi, top",
            1: "tutto bene, tutto ok, tutto a posto, "
            "buono, buona, bene, bello, bella, bravo, bravi, soddisfatto, soddisfatta, contento, "
            "contenta, gentile, gentili, veloce, rapido, facile, utile, piacevole, efficiente, grazie, "
            "grazie mille, non male, abbastanza bene, simpatico, felice, super, professionale, "
            "consigliato, comodo",
            0: "ok, okay, così così, normale, neutro, accettabile, discreto, sufficiente, nella media, "
            "medio, va bene, insomma, passabile, mediocre, nella norma",
            -1: "male, cattivo, cattiva, brutto, brutta, lento, lenta, deluso, delusa, deludente, "
            "insoddisfatto, insoddisfatta, scontento, non bene, non buono, scarso, scarsa, caro, troppo "
            "caro, sporco, scortese, maleducato, complicato, confuso, frustrante, in ritardo, difficile, "
            "insufficiente, non soddisfatto",
            -2: "pessimo, pessima, orribile, terribile, disastro, un disastro, disastroso, schifo, uno "
            "schifo, inaccettabile, vergogna, una vergogna, vergognoso, malissimo, molto male, molto "
            "cattivo, molto insoddisfatto, mai più, truffa, penoso, da dimenticare",
        }
    ),
    questions=QuestionWords(
        improvement=words(
            "miglior, meglio, cambier, cambiare, divers, manca, suggeri, vorresti, vorrebbe, desider"
        ),
        problem=words(
            "problem, storto, male, non ti è piaciuto, non le è piaciuto, non vi è piaciuto, meno ti è "
            "piaciuto, meno le è piaciuto, delus, lament, difficolt, fastidi, disturb, infastid, "
            "sbagli, intopp, inconvenient, impedi, frena, troppo"
        ),
        praise=words(
            "ti è piaciuto, le è piaciuto, vi è piaciuto, piaciut, piace, apprezza, andato bene, "
            "funzionato bene, il meglio, migliore, punto forte, punti forti, preferi, convin, colpi, "
            "risolt"
        ),
        reason=words("perché, motivo, ragione, come mai"),
        more=words(
            "altro da, qualcos'altro, aggiungere, commento, commenti, osservazion, dirci, raccontarci, "
            "qualcosa da dire"
        ),
        amount=words("quanto, quanti, quante, quando, a che ora, che età"),
        closed=words(
            "è, era, erano, sono, hai, ha, avete, hanno, sei, siete, ti, le, vi, si, ci sono stati, "
            "c'è, hai avuto, ha avuto, è stato, è stata, consiglieresti, torneresti, tutto, funziona, "
            "sei riuscito, potuto, qualche, qualcosa"
        ),
    ),
)
