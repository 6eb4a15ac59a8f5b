"""French."""

from feedback.catalogue import Catalogue, QuestionWords, counted, felt, words

CATALOGUE = Catalogue(
    phrases={
        "reminder": "Un petit rappel : votre avis nous intéresse toujours.",
        "thanks": "Merci ! Votre réponse nous aide à progresser.",
        "noted": "C’est noté, merci.",
        "changed": "C’est modifié. Merci pour la correction.",
        "skipped": "Pas de souci, nous passons cette question.",
        "welcome": "Bonjour ! Ici, vous pouvez dire à {title} comment cela s’est passé. Si vous avez un "
        "code, d’un ticket ou d’une affiche, tapez-le simplement.",
        "code_unknown": "Ce code n’existe pas ici, ou il a déjà servi. Pouvez-vous revérifier ?",
        "code_not_yours": "Ce code ou ce lien est destiné à quelqu’un d’autre et reste valable pour cette "
        "personne. Si vous avez le vôtre, écrivez-le ici.",
        "linked": "C’est fait : les deux conversations sont maintenant les vôtres. {off} en retire celle-ci.",
        "link_code": "Votre code est {code}. Écrivez-le d’ici dix minutes dans votre autre conversation avec "
        "nous, et les deux seront liées. Ne le donnez à personne : qui l’écrit voit et partage les "
        "réponses d’ici.",
        "link_same": "C’est le code de cette conversation même. Écrivez-le dans l’autre.",
        "link_two": "Nous connaissons ces conversations comme deux clients différents, elles ne peuvent donc "
        "pas être liées ici. Rien n’a changé.",
        "link_told": "Une autre conversation est maintenant liée à celle-ci : {chat}. Si ce n’était pas "
        "vous, écrivez {off} ici.",
        "link_off": "C’est fait : cette conversation est de nouveau seule. Ce qui y a été dit reste où "
        "c’était. {link} la lie à nouveau.",
        "link_none": "Cette conversation n’est liée à aucune autre. {link} vous donne un code pour cela.",
        "code_often": "Plusieurs codes nous étaient inconnus. Attendez dix minutes, puis réessayez.",
        "chat_web": "le chat web",
        "channels_one": "Nous vous interrogeons seulement ici : {chat}. {link} lie une autre conversation.",
        "channels_which": "Dans quelle conversation pouvons-nous vous interroger ? Sans choix de votre part, "
        "c’est la plus récente : {chat}.",
        "channels_fallback": "Si elle ne répond plus un jour, pouvons-nous utiliser une autre de vos "
        "conversations ? Sans votre oui, nous ne le faisons pas.",
        "channels_set": "C’est noté. Désormais, nous vous interrogeons ici : {chat}.",
        "channels_yes": "C’est noté. Si votre conversation ne répond plus, une question peut venir une fois "
        "dans une autre.",
        "channels_no": "C’est noté. Si votre conversation ne répond plus, nous n’en utilisons pas d’autre.",
        "help": "Ce que vous pouvez écrire ici :\n{c}stop – plus aucune question\n{c}pause 30d – aucune "
        "pendant un temps\n{c}language en – une autre langue\n{c}link – lier une autre "
        "conversation\n{c}channels – où nous vous interrogeons\n{c}privacy, {c}mydata, {c}forget – vos "
        "données",
        "help_team": "C’est la salle de l’équipe « {team} » ; ce qui la concerne viendra ici.\n{c}help – "
        "cette aide\n{c}language en – une autre langue dans cette salle\n{c}team CODE – en faire la salle "
        "d’une autre équipe",
        "help_room": "Ce n’est encore la salle d’aucune équipe. Qui fait marcher Aftertouch crée un code "
        "avec « aftertouch team invite NAME » ; écrivez ici {command} et ce code.",
        "team_joined": "C’est maintenant la salle de l’équipe « {team} ». Ce qui la concerne viendra ici ; "
        "{help} dit ce qu’on peut écrire.",
        "team_where": "Cela se fait dans le groupe ou le canal de l’équipe : écrivez-y {command} et le code.",
        "team_hello": "Bonjour, équipe « {team} » ! Ceci est un essai : ce qui vous concerne viendra ici.",
        "nothing_open": "Aucune question n’est ouverte pour le moment. À la prochaine fois !",
        "expired": "Cette question est close, votre réponse n’a donc pas pu être enregistrée. Merci quand "
        "même !",
        "closed": "Vous avez déjà répondu à tout, et cela ne peut plus être modifié. Merci !",
        "late_tap": "C’était une question précédente, elle est close ; rien n’a été modifié.",
        "not_yours": "Cette question s’adresse à quelqu’un d’autre, votre réponse ne compte donc pas ici. "
        "Merci quand même !",
        "doubt_unhappy": "Vous avez choisi « {rating} », mais vos mots expriment plutôt du mécontentement. "
        "Que faut-il retenir ?",
        "doubt_happy": "Vous avez choisi « {rating} », mais vos mots expriment plutôt de la satisfaction. "
        "Que faut-il retenir ?",
        "keep": "Garder {rating}",
        "change": "Modifier ma réponse",
        "stopped": "Nous ne vous poserons plus de questions. Envoyez {c}start si vous changez d’avis.",
        "resumed": "Heureux de vous retrouver ! Nous vous solliciterons à nouveau de temps en temps.",
        "paused": "Nous vous laissons tranquille jusqu’au {until}.",
        "language_set": "Désormais, nous vous écrivons en {language}.",
        "language_name": "français",
        "privacy_notice": "Vos réponses nous aident à progresser. {c}mydata montre ce que nous gardons, "
        "{c}forget l’efface, {c}stop met fin aux questions.",
        "file_refused": "Votre réponse est enregistrée, mais pas ce qui l’accompagne : nous prenons les "
        "images, le son, les documents et le texte simple, jusqu’à 20 Mo.",
        "file_gone": "Votre réponse est enregistrée, mais nous n’avons pas pu récupérer ce qui "
        "l’accompagne. Nous en sommes désolés.",
        "were_away": "Nous étions absents un moment. Si vous avez déjà répondu, touchez encore une fois "
        "votre réponse.",
        "mydata_here": "Voici tout ce que nous gardons sur vous : un fichier à lire et un pour les "
        "programmes.",
        "forget_ask": "Faut-il effacer tout ce que nous gardons sur vous ? C’est définitif. Vous avez "
        "une heure pour décider.",
        "forget_yes": "Oui, tout effacer",
        "forget_no": "Non, garder",
        "forget_kept": "Tout reste en place ; rien n’a été effacé.",
        "forget_late": "L’heure est passée, rien n’a donc été effacé. Envoyez {c}forget et nous reposerons "
        "la question.",
        "forgotten": "C’est fait : tout ce que nous gardions sur vous est effacé, l’adresse de cette "
        "conversation aussi. Ce qui est écrit ici, et ce que d’autres ont déjà reçu, est hors de notre "
        "portée. Au revoir et merci !",
        "nothing_kept": "Nous ne gardons rien sur vous.",
        "file_title": "Ce que {title} garde sur vous",
        "file_you": "Vous",
        "file_chat": "Nous vous interrogeons ici, selon votre choix : {chat}",
        "file_chat_newest": "Nous vous interrogeons dans votre conversation la plus récente, faute de choix",
        "file_falls_back": "Si votre conversation ne répond plus, une question peut venir dans une autre, "
        "comme vous l’avez permis",
        "file_stays": "Si votre conversation ne répond plus, nous n’en utilisons pas d’autre",
        "file_stopped": "Plus aucune question, selon votre souhait, depuis le {day}",
        "file_paused": "Pas de questions jusqu’au {day}, selon votre souhait",
        "file_apart": "Vous avez délié cette conversation ; vous seul pouvez la lier de nouveau",
        "file_asked_before": "Ce qui vous a été demandé auparavant, et qui compte toujours : {count}",
        "file_addresses": "Où nous vous écrivons",
        "file_visits": "Ce qu’on nous a signalé",
        "file_messages": "Ce que nous vous avons écrit",
        "file_answers": "Ce que vous avez répondu",
        "file_enclosures": "Ce que vous avez joint",
        "file_raw": "Vos messages tels qu’ils sont arrivés : {count}",
        "file_nothing": "rien",
        "file_replaced": "remplacée plus tard",
        "file_skipped": "laissée de côté",
        "reask_not_a_choice": "Désolé, je n’ai pas compris. Choisissez l’une des réponses, s’il vous plaît.",
        "reask_too_many_choices": "Cela fait trop. Choisissez-en au maximum {most}.",
        "reask_not_a_number": "Désolé, je n’ai pas compris. Donnez un nombre de {low} à {high}, s’il vous "
        "plaît.",
        "reask_out_of_range": "Donnez un nombre entier de {low} à {high}, s’il vous plaît.",
        "reask_empty": "Votre message est arrivé vide. Pouvez-vous le renvoyer ?",
        "reask_too_long": "C’est plus long que ce que nous pouvons garder. Pouvez-vous le dire en {most} "
        "caractères ?",
        "required": "Nous avons besoin d’une réponse à cette question. Pouvez-vous essayer encore ?",
        "skip": "Passer",
        "other": "Autre chose",
        "yes": "Oui",
        "no": "Non",
        "reply_number": "Répondez par un nombre de {low} à {high}.",
        "reply_choice": "Répondez par le numéro de votre choix.",
        "reply_choices": "Répondez par les numéros de vos choix, par exemple 1, 2.",
        "reply_at_most": "Choisissez-en au maximum {most}.",
        "reply_own_words": "Vous pouvez aussi répondre avec vos propres mots.",
        "reply_text": "Écrivez simplement votre réponse.",
        "reply_skip": "Pour passer cette question, répondez « {word} ».",
        "point_of": "{value} sur {top}",
        "point_of_named": "{value} sur {top}, {name}",
        "very_bad": "très mauvais",
        "bad": "mauvais",
        "okay": "moyen",
        "good": "bon",
        "very_good": "très bon",
        "very_dissatisfied": "très insatisfait",
        "dissatisfied": "insatisfait",
        "neither_satisfied": "ni satisfait ni insatisfait",
        "satisfied": "satisfait",
        "very_satisfied": "très satisfait",
        "strongly_disagree": "pas du tout d’accord",
        "disagree": "pas d’accord",
        "rather_disagree": "plutôt pas d’accord",
        "neither_agree": "ni d’accord ni pas d’accord",
        "rather_agree": "plutôt d’accord",
        "agree": "d’accord",
        "strongly_agree": "tout à fait d’accord",
        "not_likely": "pas du tout probable",
        "very_likely": "très probable",
    },
    numbers=counted("zéro, un|une, deux, trois, quatre, cinq, six, sept, huit, neuf, dix"),
    out_of=words("sur"),
    stars=words("étoile, étoiles"),
    points=words("point, points"),
    joins=words("et"),
    contrasts=words("mais, sauf, cependant, seulement"),
    yes=words(
        "oui, o, ouais, oui merci, bien sûr, oui bien sûr, absolument, tout à fait, certainement, "
        "évidemment, carrément, volontiers, si"
    ),
    no=words("non, n, nan, non merci, pas vraiment, pas du tout, jamais, plutôt non"),
    skip=words("passer, passe, suivant, suivante"),
    non_answers=words(
        "s.o, sans objet, non applicable, sans réponse, pas de réponse, pas de commentaire, aucun "
        "commentaire, sans commentaire, je ne sais pas, je sais pas, ne sait pas, sais pas, aucune idée, "
        "sans avis, pas d'avis, ne se prononce pas, nsp, je préfère ne pas répondre, n'a pas répondu"
    ),
    nothing=words(
        "rien, rien du tout, rien à dire, rien à ajouter, rien à signaler, ras, rien à améliorer, rien à "
        "redire, rien de spécial, rien de particulier, non, aucun, aucune, aucun problème, pas de "
        "problème, pas de souci, aucune amélioration, tout va bien, tout est bien, tout est parfait, tout "
        "était parfait, tout était bien, tout est ok, non tout va bien, non rien, rien tout va bien, "
        "continuez, continuez comme ça, ne changez rien, impeccable"
    ),
    everything=words("tout, absolument tout, tout simplement, presque tout, à peu près tout, l'ensemble"),
    fillers=words(
        "merci, svp, s'il vous plaît, désolé, désolée, vraiment, franchement, honnêtement, pour ma "
        "part, de ma part, pour moi, pour le moment, pour l'instant, actuellement, jusqu'ici, à vrai "
        "dire, merci beaucoup, d'autre, de plus, je crois"
    ),
    feelings=felt(
        {
            2: "tout est parfait, tout était parfait, "
            "excellent, excellente, parfait, parfaite, génial, géniale, fantastique, formidable, "
            "merveilleux, exceptionnel, magnifique, superbe, extraordinaire, très bon, très bien, très "
            "satisfait, très satisfaite, impeccable, top, j'adore, remarquable, au top",
            1: "tout va bien, tout est bien, tout était bien, "
            "bon, bonne, bien, super, sympa, agréable, satisfait, satisfaite, content, contente, "
            "efficace, rapide, facile, aimable, pas mal, assez bien, plutôt bien, merci, merci beaucoup, "
            "cool, utile, gentil, professionnel, pratique, chouette, heureux, ravi, ravie, bravo",
            0: "ok, okay, moyen, moyenne, correct, correcte, neutre, normal, passable, bof, ça va, "
            "comme ci comme ça, acceptable, sans plus, mitigé",
            -1: "mauvais, mauvaise, mal, lent, lente, déçu, déçue, décevant, décevante, insatisfait, "
            "insatisfaite, mécontent, mécontente, pas bien, pas bon, pas terrible, compliqué, cher, trop "
            "cher, sale, impoli, désagréable, médiocre, frustrant, énervant, en retard, trop long, pas "
            "satisfait, pas content, inefficace",
            -2: "horrible, affreux, catastrophe, catastrophique, nul, nulle, lamentable, inacceptable, "
            "honteux, scandaleux, exécrable, très mauvais, très mal, très déçu, très insatisfait, "
            "abominable, plus jamais, arnaque, une honte, inadmissible, désastreux",
        }
    ),
    questions=QuestionWords(
        improvement=words(
            "amélior, mieux faire, faire mieux, être mieux, changer, différemment, manqu, souhait, "
            "suggest, suggér, aimeriez-vous voir"
        ),
        problem=words(
            "problème, souci, difficult, déplu, n'a pas plu, pas aimé, moins aimé, moins plu, mal "
            "passé, mal fonctionn, gên, déçu, ennuy, énerv, plain, reproch, freiné, retient, empêch, "
            "bloqu, clochait, trop long, insatisf, mécontent"
        ),
        praise=words(
            "a plu, ont plu, aimé, aimez, apprécié, appréciez, préféré, bien passé, bien fonctionné, "
            "mieux aimé, point fort, points forts, meilleur, séduit, convaincu, bien, résolu, réglé"
        ),
        reason=words("pourquoi, raison, motif, qu'est-ce qui vous fait dire"),
        more=words(
            "autre chose, quelque chose à ajouter, ajouter, commentaire, remarque, un mot, dernier mot, "
            "un avis, dire d'autre, nous dire, feedback, retour"
        ),
        amount=words("combien, quand, à quelle heure, quel âge, depuis combien"),
        closed=words(
            "est-ce, est-il, est-elle, avez-vous, as-tu, êtes-vous, es-tu, était-ce, a-t-il, a-t- elle, "
            "ont-ils, pouvez-vous, pourriez-vous, recommanderiez-vous, tout, le problème, la, "
            "l'article, y a-t-il"
        ),
    ),
)
