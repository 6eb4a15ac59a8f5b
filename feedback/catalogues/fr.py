"""French."""

from feedback.catalogue import Catalogue, QuestionWords, counted, felt, words

CATALOGUE = Catalogue(
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
    help=words("aide, aidez-moi"),
    language=words("langue"),
    privacy=words("confidentialité, vie privée"),
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
