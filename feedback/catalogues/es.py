"""Spanish."""

from feedback.catalogue import Catalogue, QuestionWords, counted, felt, words

CATALOGUE = Catalogue(
    numbers=counted("cero, uno|un|una, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez"),
    out_of=words("de, sobre"),
    stars=words("estrella, estrellas"),
    points=words("punto, puntos"),
    joins=words("y, e"),
    contrasts=words("pero, salvo, excepto, aunque, solo"),
    yes=words(
        "sí, si, s, sí gracias, sí por favor, claro, claro que sí, por supuesto, desde luego, seguro, sin "
        "duda, efectivamente, así es, sip, vale"
    ),
    no=words(
        "no, n, no gracias, la verdad no, la verdad es que no, para nada, en absoluto, nunca, nop, qué va"
    ),
    skip=words("omitir, saltar, pasar, siguiente"),
    help=words("ayuda"),
    language=words("idioma"),
    privacy=words("privacidad"),
    non_answers=words(
        "no aplica, no procede, n/c, ns/nc, nsnc, ns, nc, sin comentarios, sin comentario, ningún "
        "comentario, no contesta, no sé, no lo sé, no se, ni idea, sin respuesta, sin opinión, no sabe, no "
        "respondió, prefiero no decirlo, prefiero no responder"
    ),
    nothing=words(
        "nada, nada más, nada de nada, nada que decir, nada que añadir, nada que mejorar, nada que "
        "objetar, nada en especial, no, no nada, ninguno, ninguna, ningún problema, sin problemas, ninguna "
        "queja, sin quejas, todo bien, todo perfecto, todo correcto, todo ok, todo excelente, todo estuvo "
        "bien, todo muy bien, no todo bien, nada todo bien, sigan así, seguid así, no cambien nada"
    ),
    everything=words(
        "todo, absolutamente todo, casi todo, prácticamente todo, todo en general, la verdad todo"
    ),
    fillers=words(
        "gracias, por favor, perdón, de verdad, la verdad, sinceramente, por mi parte, por ahora, de "
        "momento, por el momento, hasta ahora, muchas gracias, más, creo, en realidad"
    ),
    feelings=felt(
        {
            2: "todo perfecto, todo excelente, "
            "excelente, perfecto, perfecta, fantástico, fantástica, genial, increíble, maravilloso, "
            "maravillosa, estupendo, estupenda, magnífico, espectacular, muy bien, muy bueno, muy buena, "
            "muy satisfecho, muy satisfecha, me encanta, me encantó, de diez, inmejorable, buenísimo, "
            "extraordinario",
            1: "todo bien, todo muy bien, todo correcto, "
            "bien, bueno, buena, satisfecho, satisfecha, contento, contenta, amable, rápido, rápida, "
            "fácil, agradable, útil, eficiente, simpático, gracias, muchas gracias, no está mal, bastante "
            "bien, feliz, guay, súper, super, profesional, recomendable, cómodo, eficaz",
            0: "ok, okay, regular, normal, neutral, aceptable, pasable, correcto, más o menos, así así, "
            "vale, medio, mediocre, ni fu ni fa",
            -1: "mal, malo, mala, lento, lenta, decepcionado, decepcionada, decepcionante, insatisfecho, "
            "insatisfecha, descontento, no muy bien, no bien, caro, muy caro, sucio, grosero, antipático, "
            "complicado, confuso, frustrante, molesto, tarde, deficiente, difícil, muy lento, no me gustó",
            -2: "horrible, terrible, pésimo, pésima, fatal, espantoso, nefasto, desastre, un desastre, "
            "desastroso, inaceptable, vergonzoso, una vergüenza, asqueroso, muy mal, muy malo, muy mala, "
            "malísimo, estafa, nunca más, lo peor, muy insatisfecho, lamentable",
        }
    ),
    questions=QuestionWords(
        improvement=words(
            "mejor, cambiar, cambiarías, diferente, falt, echas de menos, echó de menos, echaste de "
            "menos, suger, gustaría, desear"
        ),
        problem=words(
            "problema, mal, fall, molest, no te gust, no le gust, no os gust, menos te gust, menos le "
            "gust, decepcion, queja, inconvenient, dificult, impid, fren, incómod, error, incidencia, "
            "demasiado"
        ),
        praise=words(
            "te gust, le gust, os gust, les gust, lo mejor, más te gust, más le gust, salió bien, fue "
            "bien, funcionó bien, valor, destac, encant, convenc, disfrut, resuelto, resolvi, solucion"
        ),
        reason=words("por qué, motivo, razón, a qué se debe"),
        more=words(
            "algo más, algún comentario, comentario, añadir, agregar, decirnos, contarnos, otra cosa, "
            "sugerencia adicional, observacion"
        ),
        amount=words("cuánto, cuánta, cuándo, cuál es tu número, a qué hora, qué edad"),
        closed=words(
            "fue, era, es, está, estaba, están, te, le, os, les, has, ha, han, pudiste, pudo, llegó, "
            "llegaron, quedó, hubo, hay, tuviste, tuvo, recomendarías, volverías, funcionó, funciona, "
            "se, todo, entendiste, recibiste, encontraste"
        ),
    ),
)
