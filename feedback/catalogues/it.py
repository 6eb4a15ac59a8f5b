"""Italian."""

from feedback.catalogue import Catalogue, QuestionWords, counted, felt, words

CATALOGUE = Catalogue(
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
    help=words("aiuto"),
    language=words("lingua"),
    privacy=words("privacy"),
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
