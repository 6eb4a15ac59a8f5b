"""Words of distress or danger by language: what people write who need a person now.

Precision first: each phrase says so by itself, mostly in the first person. `/` parts other forms of a word, a
word in brackets may be missing, and words after `~` must not follow. Many such words are figures of speech
elsewhere: whoever adds one adds what must stay silent to `tests/feedback/test_danger.py`.
"""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "en": """
        kill/killing/hang/hanging/shoot/drown/drowning/poison myself
        end/ending my (own) life
        take/taking my own life
        want to die
        wanna die
        want to be dead
        wish/wished i was/were dead
        i'd/i would be better off dead
        i/i'm/im am better off dead
        they'd/would be better off without me
        no reason to live ~here/in/with/at/there/near/next
        no longer want to live ~here/in/with/at/there/near/next
        don't/dont want to live anymore
        do not want to live anymore
        don't/dont want to live any more ~here/in/with/at/there/near/next
        do not want to live any more ~here/in/with/at/there/near/next
        want to end it all
        feel/feeling like ending it all
        thinking of/about ending it all
        don't/dont want to be alive
        do not want to be alive
        can't/cannot/cant go on living ~here/in/with/at/there/near/next
        commit/committing suicide
        feel/feeling/am/i'm/im suicidal
        suicidal thoughts
        thought/thoughts/think/thinking of/about suicide
        thinking of/about ending/hurting/harming/cutting myself
        want/going to hurt/harm/cut myself
        been/keep hurting/harming/cutting myself
        cut/hurt/harm myself every day/night/evening
        self-harm/self-harming/self-harmed
        took/taken an overdose
        i overdosed
        took all my/the pills
        took/taken/swallowed too many (of) (my/the) pills/tablets/painkillers
        threatened/threatens to kill me
        he/she/husband/wife/boyfriend/girlfriend/father/mother/partner hits/beats/strangles me
        he/she/husband/wife/boyfriend/girlfriend/father/mother/partner is hitting/beating/strangling me
        he's/she's/hes/shes hitting/beating/strangling me
        i/i'm/im (am) being beaten
        being abused at home
        being abused by my
        i was raped
        he/she raped me
        sexually assaulted me
        i'm/im/am having a heart attack
        i'm/im/am having a stroke
        chest pain/pains right now
        is/he's/she's unconscious ~bias
        i can't/cannot/cant breathe ~in/with/under/here/there/through
        i'm/im/am bleeding heavily/badly
        need an ambulance now/urgently/please
        call an ambulance now/please
        i'll kill/shoot/stab you all
        i will kill/shoot/stab you all
        i'm/im/am going to kill/shoot/stab you all
        i'm/im/am going to kill/shoot/stab everyone/everybody ~if/with
        i have a gun ~safe/cabinet/case/rack/license/licence/holster/shop/store
        i've got a gun ~safe/cabinet/case/rack/license/licence/holster/shop/store
        there's/is a bomb in your/this/the
        set fire to your/this shop/store/office/building/clinic/hospital
        burn down your/this shop/store/office/building/clinic/hospital
    """,
    "de": """
        will/möchte/werde mich umbringen/erhängen/erschießen/töten
        ich mich umbringe/umbringen/erhänge/erhängen
        bringe/bring mich um
        mir das leben nehmen
        nehme/nehm mir das leben
        meinem leben ein ende setzen/machen
        will/möchte/mag nicht mehr leben
        will/möchte nicht mehr da sein
        habe/hab mit dem leben abgeschlossen
        will/möchte (nur) (noch) sterben
        wäre/wär am liebsten tot
        wäre/wär lieber tot
        wünschte ich wäre tot
        selbstmord/suizid begehen
        suizidgedanken/selbstmordgedanken
        bin/fühle (mich) suizidal/selbstmordgefährdet
        denke an selbstmord/suizid
        denke über selbstmord/suizid nach
        mich selbst verletze/verletzen
        verletze mich selbst
        ritze mich
        habe/hab alle tabletten/pillen geschluckt/genommen
        habe/hab eine überdosis genommen
        habe/hab zu viele tabletten/pillen/schlaftabletten genommen/geschluckt
        droht/drohte mich umzubringen
        droht/drohte mir mich umzubringen
        mann/freund/freundin/vater/mutter/er schlägt/würgt/misshandelt mich
        werde (zu) (hause) geschlagen/misshandelt
        wurde vergewaltigt
        hat mich vergewaltigt
        ich habe/hab einen herzinfarkt/schlaganfall
        ich bekomme/kriege/krieg keine luft ~in/mit/unter/hier
        ist/liegt bewusstlos
        brauche sofort einen krankenwagen/notarzt/rettungswagen
        bringe/bring dich/euch um
        werde dich/euch umbringen/töten/erschießen
        bombe in ihrem/eurem/diesem laden/geschäft/haus/gebäude/büro
    """,
    "fr": """
        veux/vais/voudrais me tuer/pendre/noyer
        me suicider
        vais/veux mettre fin à mes jours/ma vie
        mettre fin à mes jours
        en finir avec la vie/ma vie
        veux/vais en finir ~avec
        veux/voudrais mourir
        envie de mourir
        veux plus vivre ~ici/dans/avec/là
        plus envie de vivre ~ici/dans/avec/là
        plus de raison de vivre ~ici/dans/avec/là
        préférerais être mort/morte
        pensées/idées suicidaires
        suis suicidaire
        pense au suicide
        envie de me faire du mal
        me mutile/scarifie
        pris trop de médicaments/cachets/comprimés
        fait une overdose
        menace/menacé de me tuer
        mari/femme/copain/copine/père/mère/conjoint/compagnon me frappe/bat/étrangle/maltraite
        il me frappe/étrangle
        suis battue/maltraitée par
        j'ai été violée/violé
        m'a violée/violé
        je fais une crise cardiaque
        je fais un avc
        je n'arrive plus à respirer ~dans/avec/sous/ici
        je ne peux plus respirer ~dans/avec/sous/ici
        il/elle est inconscient/inconsciente ~de/des/du
        vais te/vous tuer
        besoin d'une ambulance maintenant/vite/urgence
    """,
    "es": """
        quiero/voy/quisiera (a) matarme/ahorcarme
        suicidarme
        quitarme la vida
        acabar/terminar con mi vida
        quiero/quisiera morir/morirme
        ganas de morir/morirme
        no quiero vivir más/mas
        me quiero/voy (a) matar/suicidar ~de
        no quiero seguir viviendo ~aquí/en/con/ahí
        ya no quiero vivir ~aquí/en/con/ahí
        mejor muerto/muerta
        pensamientos/ideas suicidas
        pienso/pensando en matarme
        pienso en el suicidio
        hacerme daño a mí
        me corto los brazos
        tomé/tomado una sobredosis
        tomé/tome/tomado muchas/demasiadas pastillas
        amenaza/amenazó con matarme
        marido/esposo/esposa/novio/novia/padre/madre/pareja me pega/golpea/maltrata
        me violó/violaron
        fui violada/violado
        estoy teniendo un infarto/derrame
        está/esta inconsciente ~de
        no puedo respirar ~en/con/aquí/ahí
        necesito una ambulancia ahora/ya/urgente
    """,
    "it": """
        voglio/vorrei uccidermi/ammazzarmi/impiccarmi
        suicidarmi
        togliermi la vita
        farla finita con la vita
        voglio/vorrei farla finita ~con
        mi voglio/vorrei ammazzare/uccidere ~di/dal/dalle
        mettere fine alla mia vita
        voglio/vorrei morire
        voglia di morire
        non voglio più/piu vivere ~qui/in/con/lì
        non ho più/piu voglia di vivere ~qui/in/con/lì
        vorrei essere morto/morta
        pensieri suicidi
        penso al suicidio
        penso di uccidermi/ammazzarmi
        farmi del male da solo/sola
        mi taglio le braccia
        preso un'overdose
        preso troppe pillole/pastiglie
        minaccia/minacciato di uccidermi/ammazzarmi
        marito/moglie/fidanzato/fidanzata/padre/madre/compagno/compagna mi picchia/maltratta/strangola
        sono stata/stato violentata/violentato/stuprata/stuprato
        mi ha violentata/violentato/stuprata/stuprato
        sto avendo un infarto/ictus
        non riesco a respirare ~in/con/qui/nella/nel
        chiamate un'ambulanza
        è priva/privo di sensi
    """,
    "pt": """
        quero/vou/queria me matar/enforcar
        quero/vou/queria matar-me/enforcar-me
        me suicidar
        suicidar-me
        tirar a minha própria vida
        acabar com a minha vida
        pôr fim à minha vida
        quero morrer
        vontade de morrer
        não/nao quero mais viver ~aqui/em/com/nesta/neste
        já/ja não/nao quero viver ~aqui/em/com/nesta/neste
        melhor morto/morta
        pensamentos suicidas
        penso/pensando em suicídio
        penso/pensando em me matar
        me machucar de propósito
        cortar os pulsos
        tomei uma overdose
        tomei muitos/demasiados/demais comprimidos
        ameaça/ameaçou me matar
        ameaça/ameaçou matar-me
        marido/esposa/namorado/namorada/pai/mãe/companheiro me bate/maltrata/espanca
        marido/mulher/namorado/namorada/pai/mãe bate-me/maltrata-me
        fui violada/violado/estuprada/estuprado
        me violou/estuprou
        estou tendo um infarto
        estou a ter um enfarte
        não/nao consigo respirar ~em/com/aqui/no/na
        preciso de uma ambulância
    """,
}
"""What is looked for, a phrase a line."""

NEGATIONS: Mapping[str, str] = {
    "en": "not, never, no, don't, dont, doesn't, didn't, wouldn't, won't, isn't, wasn't, ain't, without, "
    "nobody, none, neither, denied, denies",
    "de": "nicht, nie, niemals, kein, keine, keinen, keinerlei, ohne, niemand, weder",
    "fr": "pas, jamais, aucun, aucune, sans, personne, ni",
    "es": "no, nunca, jamás, sin, nadie, ni, tampoco",
    "it": "non, mai, nessun, nessuno, nessuna, senza, né",
    "pt": "não, nao, nunca, jamais, sem, ninguém, nem",
}
"""Words that take a phrase back if they stand shortly before it."""

FIGURES: Mapping[str, str] = {
    "en": "of laughter, laughing, of laughing, of embarrassment, of shame, of boredom, of hunger, of thirst, "
    "in the foot, to it, at these prices, at the price, over this bill",
    "de": "vor lachen, vor scham, vor langeweile, gehabt, überlebt, erlitten, hinter mir",
    "fr": "de rire, de honte, d'ennui, de faim, de soif, de chaud",
    "es": "de risa, de la risa, de vergüenza, de la vergüenza, de aburrimiento, de hambre, de calor",
    "it": "dal ridere, dalle risate, di vergogna, dalla vergogna, di noia, di fame, di caldo",
    "pt": "de rir, de vergonha, de tédio, de fome, de calor",
}
"""What makes a figure of speech of a phrase, if it follows."""
