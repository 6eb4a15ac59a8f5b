"""German."""

from feedback.catalogue import Catalogue, QuestionWords, counted, felt, words

CATALOGUE = Catalogue(
    numbers=counted("null, eins|ein|eine, zwei|zwo, drei, vier, fünf, sechs, sieben, acht, neun, zehn"),
    out_of=words("von"),
    stars=words("stern, sterne, sternen"),
    points=words("punkt, punkte, punkten"),
    joins=words("und"),
    contrasts=words("aber, außer, allerdings, jedoch, nur"),
    yes=words(
        "ja, j, jo, jep, jawohl, ja bitte, ja gerne, ja klar, klar, na klar, natürlich, sicher, auf jeden "
        "fall, unbedingt, genau, stimmt, doch"
    ),
    no=words(
        "nein, n, ne, nee, nö, nein danke, nicht wirklich, eher nicht, gar nicht, überhaupt nicht, leider "
        "nein, nie"
    ),
    skip=words("überspringen, auslassen, weiter, nächste"),
    help=words("hilfe"),
    language=words("sprache"),
    privacy=words("datenschutz"),
    non_answers=words(
        "k.a, ka, k. a, keine angabe, keine angaben, keine antwort, kein kommentar, keine ahnung, weiß "
        "nicht, weiss nicht, weiß ich nicht, weiss ich nicht, ich weiß nicht, ich weiss nicht, entfällt, "
        "nicht zutreffend, trifft nicht zu, keine meinung, möchte ich nicht sagen, nicht beantwortet"
    ),
    nothing=words(
        "nichts, gar nichts, nix, nichts weiter, nichts besonderes, nichts hinzuzufügen, nichts zu "
        "verbessern, nichts zu meckern, nichts zu beanstanden, mir fällt nichts ein, nein, nö, nee, keine, "
        "keins, keine probleme, kein problem, keine beschwerden, keine verbesserung, keine verbesserungen, "
        "alles gut, alles bestens, alles ok, alles okay, alles super, alles prima, alles in ordnung, nein "
        "alles gut, nichts alles gut, passt alles, weiter so, alles perfekt, wunschlos glücklich, besser "
        "geht es nicht, besser geht's nicht"
    ),
    everything=words("alles, einfach alles, eigentlich alles, so ziemlich alles, wirklich alles, das ganze"),
    fillers=words(
        "danke, bitte, sorry, wirklich, ehrlich, ehrlich gesagt, eigentlich, von mir, meinerseits, im "
        "moment, momentan, gerade, derzeit, zur zeit, bisher, sonst, weiter, halt, mal, glaube ich, "
        "vielen dank, dankeschön"
    ),
    feelings=felt(
        {
            2: "alles perfekt, alles bestens, alles super, "
            "ausgezeichnet, hervorragend, perfekt, fantastisch, großartig, wunderbar, exzellent, "
            "spitze, spitzenklasse, genial, traumhaft, sehr gut, sehr zufrieden, einwandfrei, begeistert, "
            "erstklassig, mega",
            1: "alles gut, alles ok, alles okay, alles prima, alles in ordnung, "
            "gut, super, toll, prima, schön, nett, freundlich, zufrieden, klasse, hilfreich, schnell, "
            "einfach, nicht schlecht, ganz gut, recht gut, danke, vielen dank, dankeschön, cool, "
            "kompetent, professionell, angenehm, empfehlenswert, weiterzuempfehlen, glücklich, "
            "reibungslos, unkompliziert",
            0: "ok, okay, in ordnung, geht so, es geht, mittelmäßig, durchschnittlich, durchschnitt, naja, "
            "na ja, neutral, normal, passt schon, akzeptabel, so lala, so la la, wie erwartet, "
            "befriedigend, ausreichend",
            -1: "schlecht, langsam, unzufrieden, enttäuscht, enttäuschend, unfreundlich, nicht gut, nicht "
            "so gut, nicht zufrieden, nervig, verwirrend, umständlich, kompliziert, teuer, zu teuer, "
            "schmutzig, unhöflich, mangelhaft, frustrierend, ärgerlich, unprofessionell, verspätet, "
            "schwach, mies, zu spät, zu langsam",
            -2: "furchtbar, schrecklich, katastrophe, katastrophal, miserabel, grauenhaft, grausam, "
            "unverschämt, unmöglich, ungenügend, sehr schlecht, sehr unzufrieden, unterirdisch, nie "
            "wieder, frechheit, eine frechheit, scheiße, inakzeptabel, betrug, horror",
        }
    ),
    questions=QuestionWords(
        improvement=words(
            "besser, verbesser, ändern, anders machen, wünsch, gefehlt, fehlt, vermiss, anregung, vorschl"
        ),
        problem=words(
            "schief, problem, schwierig, ärger, gestört, stört, nicht gefallen, nicht gefiel, nicht "
            "gut, nicht so gut, am wenigsten, enttäusch, beschwer, falsch, schlecht, unzufrieden, "
            "mangel, abgehalten, gehindert, zu schwer, zu lang, unklar, hakt, haken, genervt, nervt"
        ),
        praise=words(
            "gefallen, gefällt, gefiel, gut gelaufen, lief gut, war gut, gut, am besten, beste, mögen "
            "sie, magst du, mochten, überzeugt, begeistert, geschätzt, highlight, schön, gelöst, "
            "behoben, erledigt"
        ),
        reason=words("warum, wieso, weshalb, grund, gründe, begründ, was hat den ausschlag"),
        more=words(
            "sonst noch, noch etwas, noch was, weitere, anmerkung, kommentar, rückmeldung, feedback, "
            "hinzufügen, loswerden, sagen, mitteilen, bemerkung, letzte worte"
        ),
        amount=words("wie viel, wieviel, wie lange, wie oft, wann, welche, wie alt, um wie viel"),
        closed=words(
            "war, waren, ist, sind, hat, haben, hast, habt, konnte, konnten, konntest, wurde, wurden, "
            "bist, seid, würdest, würden, würdet, kannst, können, lief, gab, gibt, kam, kamen, fühlst, "
            "fühlen, gefällt, gefallen, alles, funktioniert, verstehst, verstehen, wirst, werden, "
            "klappt, klappte"
        ),
    ),
)
