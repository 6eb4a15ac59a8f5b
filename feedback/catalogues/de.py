"""German; written without du or Sie, for the operator's own questions settle which it is."""

from feedback.catalogue import Catalogue, QuestionWords, counted, felt, words

CATALOGUE = Catalogue(
    phrases={
        "reminder": "Eine kleine Erinnerung: Wir freuen uns immer noch über eine Antwort.",
        "thanks": "Vielen Dank! Jede Antwort hilft uns, besser zu werden.",
        "noted": "Notiert, vielen Dank.",
        "changed": "Geändert. Danke für die Berichtigung.",
        "skipped": "Kein Problem, diese Frage lassen wir aus.",
        "welcome": "Hallo! Hier lässt sich {title} sagen, wie es war. Wer einen Code hat, vom Beleg oder"
        " von einem Aushang, tippt ihn einfach ein.",
        "code_unknown": "Diesen Code gibt es hier nicht, oder er wurde schon benutzt. Bitte noch einmal "
        "nachsehen.",
        "code_not_yours": "Dieser Code oder Link ist für jemand anderen bestimmt und bleibt für diese "
        "Person gültig. Einen eigenen Code einfach hier schreiben.",
        "linked": "Fertig: Beide Chats gehören jetzt zusammen. {off} löst diesen wieder heraus.",
        "link_code": "Der Code ist {code}. Innerhalb von zehn Minuten im anderen Chat mit uns eingeben, dann "
        "gehören beide zusammen. Bitte niemandem weitergeben: Wer ihn eingibt, sieht und teilt die "
        "Antworten aus diesem Chat.",
        "link_same": "Das ist der Code genau dieses Chats. Bitte im anderen eingeben.",
        "link_two": "Beide Chats sind uns als zwei verschiedene Kunden bekannt, deshalb lassen sie sich hier "
        "nicht verbinden. Es wurde nichts geändert.",
        "link_told": "Mit diesem Chat ist jetzt ein weiterer verbunden: {chat}. Falls das nicht gewollt war: "
        "{off} hier schreiben.",
        "link_off": "Fertig: Dieser Chat steht wieder für sich. Was bisher darin gesagt wurde, bleibt, wo es "
        "war. {link} verbindet ihn neu.",
        "link_none": "Dieser Chat ist mit keinem anderen verbunden. Einen Code dafür gibt es mit {link}.",
        "code_often": "Das waren mehrere Codes, die wir nicht kennen. Bitte zehn Minuten warten und dann "
        "noch einmal versuchen.",
        "chat_web": "der Webchat",
        "channels_one": "Wir fragen nur hier: {chat}. Mit {link} lässt sich ein weiterer Chat verbinden.",
        "channels_which": "In welchem Chat sollen wir fragen? Ohne Auswahl ist es der neueste: {chat}.",
        "channels_fallback": "Falls der einmal ausfällt: Dürfen wir dann in einem anderen Chat fragen? Ohne "
        "ein Ja tun wir es nicht.",
        "channels_set": "Notiert. Ab jetzt fragen wir hier: {chat}.",
        "channels_yes": "Notiert. Fällt der Chat aus, darf eine Frage einmal in einem anderen kommen.",
        "channels_no": "Notiert. Fällt der Chat aus, fragen wir in keinem anderen.",
        "help": "Das lässt sich hier schreiben:\n{c}stop – keine Fragen mehr\n{c}pause 30d – eine Zeit lang "
        "keine\n{c}language en – andere Sprache\n{c}link – einen weiteren Chat verbinden\n{c}channels – in "
        "welchem Chat wir fragen\n{c}privacy, {c}mydata, {c}forget – die eigenen Daten",
        "help_team": "Das ist der Raum des Teams „{team}“; was das Team betrifft, kommt hierher.\n{c}help "
        "– diese Hilfe\n{c}language en – andere Sprache in diesem Raum\n{c}team CODE – zum Raum eines "
        "anderen Teams machen",
        "help_room": "Das ist noch kein Raum eines Teams. Wer Aftertouch betreibt, macht mit „aftertouch "
        "team invite NAME“ einen Code; dann hier {command} und den Code schreiben.",
        "team_joined": "Das ist jetzt der Raum des Teams „{team}“. Was das Team betrifft, kommt hierher; "
        "{help} sagt, was sich schreiben lässt.",
        "team_where": "Das gehört in die Gruppe oder den Kanal des Teams: dort {command} und den Code "
        "schreiben.",
        "team_hello": "Hallo, Team „{team}“! Das ist ein Test: Was euer Team betrifft, kommt hierher.",
        "nothing_open": "Gerade ist keine Frage offen. Bis zum nächsten Mal!",
        "expired": "Diese Frage ist inzwischen geschlossen, die Antwort konnte nicht mehr gespeichert "
        "werden. Trotzdem vielen Dank!",
        "closed": "Hier ist schon alles beantwortet und lässt sich nicht mehr ändern. Vielen Dank!",
        "late_tap": "Das war eine frühere Frage, sie ist schon geschlossen; es wurde nichts geändert.",
        "not_yours": "Diese Frage ist an jemand anderen gerichtet, die Antwort zählt hier daher nicht. "
        "Trotzdem vielen Dank!",
        "doubt_unhappy": "Gewählt war „{rating}“, die Worte klingen aber unzufrieden. Was soll gelten?",
        "doubt_happy": "Gewählt war „{rating}“, die Worte klingen aber zufrieden. Was soll gelten?",
        "keep": "Bei {rating} bleiben",
        "change": "Antwort ändern",
        "stopped": "Ab jetzt kommen keine Fragen mehr von uns. Mit {c}start geht es jederzeit wieder los.",
        "resumed": "Willkommen zurück! Ab jetzt fragen wir gelegentlich wieder.",
        "paused": "Bis {until} kommen keine Fragen von uns.",
        "language_set": "Ab jetzt schreiben wir auf {language}.",
        "language_name": "Deutsch",
        "privacy_notice": "Jede Antwort hilft uns, besser zu werden. {c}mydata zeigt, was wir speichern, "
        "{c}forget löscht es, {c}stop beendet alle Fragen.",
        "file_refused": "Die Antwort ist gespeichert, der Anhang nicht: Wir nehmen Bilder, Ton, "
        "Dokumente und reinen Text bis 20 MB.",
        "file_gone": "Die Antwort ist gespeichert, den Anhang konnten wir leider nicht abholen. Das tut "
        "uns leid.",
        "were_away": "Wir waren eine Weile nicht erreichbar. Wer hier schon geantwortet hat, tippt bitte "
        "noch einmal.",
        "mydata_here": "Hier ist alles, was wir gespeichert haben: eine Datei zum Lesen und eine für "
        "Programme.",
        "forget_ask": "Sollen wir alles löschen, was wir gespeichert haben? Das lässt sich nicht "
        "rückgängig machen. Die Frage gilt eine Stunde.",
        "forget_yes": "Ja, alles löschen",
        "forget_no": "Nein, behalten",
        "forget_kept": "Alles bleibt, wie es ist; nichts wurde gelöscht.",
        "forget_late": "Die Stunde ist vorbei, darum wurde nichts gelöscht. Mit {c}forget fragen wir noch "
        "einmal.",
        "forgotten": "Erledigt: Alles, was wir gespeichert hatten, ist gelöscht, auch die Adresse dieses "
        "Chats. Was hier im Chat steht und was andere schon bekommen haben, können wir nicht "
        "zurückholen. Auf Wiedersehen und vielen Dank!",
        "nothing_kept": "Wir haben hierzu nichts gespeichert.",
        "file_title": "Was bei {title} gespeichert ist",
        "file_you": "Zur Person",
        "file_chat": "Wir fragen hier, wie gewählt: {chat}",
        "file_chat_newest": "Wir fragen im neuesten Chat, denn keiner ist gewählt",
        "file_falls_back": "Fällt der Chat aus, darf eine Frage in einem anderen kommen, wie erlaubt",
        "file_stays": "Fällt der Chat aus, fragen wir in keinem anderen",
        "file_stopped": "Keine Fragen mehr, wie gewünscht, seit {day}",
        "file_paused": "Keine Fragen bis {day}, wie gewünscht",
        "file_apart": "Dieser Chat wurde auf Wunsch gelöst; nur dort lässt er sich wieder verbinden",
        "file_asked_before": "Was davor gefragt wurde und weiterhin zählt: {count}",
        "file_addresses": "Wohin wir schreiben",
        "file_visits": "Was uns gemeldet wurde",
        "file_messages": "Was wir geschrieben haben",
        "file_answers": "Die Antworten",
        "file_enclosures": "Was mitgeschickt wurde",
        "file_raw": "Nachrichten, wie sie hereinkamen: {count}",
        "file_nothing": "nichts",
        "file_replaced": "später ersetzt",
        "file_skipped": "ausgelassen",
        "reask_not_a_choice": "Das habe ich leider nicht verstanden. Bitte eine der Antworten wählen.",
        "reask_too_many_choices": "Das sind zu viele. Bitte höchstens {most} wählen.",
        "reask_not_a_number": "Das habe ich leider nicht verstanden. Bitte eine Zahl von {low} bis {high} "
        "nennen.",
        "reask_out_of_range": "Bitte eine ganze Zahl von {low} bis {high} nennen.",
        "reask_empty": "Da kam nichts an. Bitte die Antwort noch einmal senden.",
        "reask_too_long": "Das ist länger, als wir speichern können. Geht es auch mit höchstens {most} "
        "Zeichen?",
        "required": "Auf diese Frage brauchen wir leider eine Antwort. Bitte noch einmal versuchen.",
        "skip": "Überspringen",
        "other": "Etwas anderes",
        "yes": "Ja",
        "no": "Nein",
        "reply_number": "Bitte mit einer Zahl von {low} bis {high} antworten.",
        "reply_choice": "Bitte mit der passenden Nummer antworten.",
        "reply_choices": "Bitte mit den passenden Nummern antworten, zum Beispiel 1, 2.",
        "reply_at_most": "Höchstens {most} auswählen.",
        "reply_own_words": "Eigene Worte sind auch willkommen.",
        "reply_text": "Einfach die Antwort schreiben.",
        "reply_skip": "Zum Auslassen „{word}“ antworten.",
        "point_of": "{value} von {top}",
        "point_of_named": "{value} von {top}, {name}",
        "very_bad": "sehr schlecht",
        "bad": "schlecht",
        "okay": "mittelmäßig",
        "good": "gut",
        "very_good": "sehr gut",
        "very_dissatisfied": "sehr unzufrieden",
        "dissatisfied": "unzufrieden",
        "neither_satisfied": "weder zufrieden noch unzufrieden",
        "satisfied": "zufrieden",
        "very_satisfied": "sehr zufrieden",
        "strongly_disagree": "stimme gar nicht zu",
        "disagree": "stimme nicht zu",
        "rather_disagree": "stimme eher nicht zu",
        "neither_agree": "weder noch",
        "rather_agree": "stimme eher zu",
        "agree": "stimme zu",
        "strongly_agree": "stimme voll zu",
        "not_likely": "überhaupt nicht wahrscheinlich",
        "very_likely": "äußerst wahrscheinlich",
    },
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
