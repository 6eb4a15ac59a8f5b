"""Spanish."""

from feedback.catalogue import Catalogue, QuestionWords, counted, felt, words

CATALOGUE = Catalogue(
    phrases={
        "reminder": "Un pequeño recordatorio: todavía nos encantaría saber su opinión.",
        "thanks": "¡Gracias! Su respuesta nos ayuda a mejorar.",
        "noted": "Anotado, gracias.",
        "changed": "Cambiado. Gracias por corregirlo.",
        "skipped": "Sin problema, dejamos esta pregunta.",
        "welcome": "¡Hola! Aquí puede contarle a {title} cómo le fue. Si tiene un código, de un recibo o"
        " de un cartel, escríbalo sin más.",
        "code_unknown": "Ese código no existe aquí, o ya se usó. ¿Puede mirarlo otra vez?",
        "code_not_yours": "Ese código o enlace es para otra persona y sigue valiendo para ella. Si tiene "
        "uno propio, escríbalo aquí.",
        "linked": "Listo: ambos chats son suyos ahora. {off} saca este de nuevo.",
        "link_code": "Su código es {code}. Escríbalo en los próximos diez minutos en su otro chat con "
        "nosotros, y ambos quedan vinculados. No se lo dé a nadie: quien lo escribe ve y comparte las "
        "respuestas de este chat.",
        "link_same": "Ese es el código de este mismo chat. Escríbalo en el otro.",
        "link_two": "Conocemos estos chats como dos clientes distintos, así que no se pueden vincular aquí. "
        "No se ha cambiado nada.",
        "link_told": "Ahora hay otro chat vinculado con este: {chat}. Si no ha sido usted, escriba aquí "
        "{off}.",
        "link_off": "Listo: este chat vuelve a estar solo. Lo dicho hasta ahora queda donde estaba. {link} "
        "lo vincula de nuevo.",
        "link_none": "Este chat no está vinculado con ningún otro. {link} le da un código para ello.",
        "code_often": "Han sido varios códigos que no conocemos. Espere diez minutos e inténtelo de nuevo.",
        "chat_web": "el chat web",
        "channels_one": "Le preguntamos solo aquí: {chat}. {link} vincula otro chat suyo.",
        "channels_which": "¿En qué chat le preguntamos? Mientras no elija, es el más nuevo: {chat}.",
        "channels_fallback": "Si ese falla algún día, ¿podemos preguntarle en otro chat suyo? Sin su sí no "
        "lo hacemos.",
        "channels_set": "Anotado. A partir de ahora le preguntamos aquí: {chat}.",
        "channels_yes": "Anotado. Si su chat falla, una pregunta puede llegar una vez por otro.",
        "channels_no": "Anotado. Si su chat falla, no le preguntamos por otro.",
        "help": "Lo que puede escribir aquí:\n{c}stop – ninguna pregunta más\n{c}pause 30d – ninguna por un "
        "tiempo\n{c}language en – otro idioma\n{c}link – vincular otro chat suyo\n{c}channels – en qué "
        "chat le preguntamos\n{c}privacy, {c}mydata, {c}forget – sus datos",
        "help_team": "Esta es la sala del equipo «{team}»; lo que le concierne llegará aquí.\n{c}help – "
        "esta ayuda\n{c}language en – otro idioma en esta sala\n{c}team CODE – convertirla en la sala de "
        "otro equipo",
        "help_room": "Todavía no es la sala de ningún equipo. Quien lleva Aftertouch crea un código con "
        "«aftertouch team invite NAME»; escriba aquí {command} y ese código.",
        "team_joined": "Esta es ahora la sala del equipo «{team}». Lo que le concierne llegará aquí; {help} "
        "dice qué se puede escribir.",
        "team_where": "Eso va en el grupo o canal del equipo: escriba allí {command} y el código.",
        "team_hello": "¡Hola, equipo «{team}»! Esto es una prueba: lo que les concierne llegará aquí.",
        "nothing_open": "Ahora mismo no hay ninguna pregunta abierta. ¡Hasta la próxima!",
        "expired": "Esta pregunta ya está cerrada y no se pudo guardar su respuesta. ¡Gracias de todos "
        "modos!",
        "closed": "Ya ha respondido a todo y no se puede cambiar más. ¡Gracias!",
        "late_tap": "Esa era una pregunta anterior y ya está cerrada; no se ha cambiado nada.",
        "not_yours": "Esta pregunta es para otra persona, por eso su respuesta no cuenta aquí. ¡Gracias "
        "de todos modos!",
        "doubt_unhappy": "Ha elegido «{rating}», pero sus palabras suenan a descontento. ¿Qué debe contar?",
        "doubt_happy": "Ha elegido «{rating}», pero sus palabras suenan a satisfacción. ¿Qué debe contar?",
        "keep": "Dejar {rating}",
        "change": "Cambiar mi respuesta",
        "stopped": "No le haremos más preguntas. Envíe {c}start si cambia de idea.",
        "resumed": "¡Nos alegra tenerle de vuelta! Volveremos a preguntarle de vez en cuando.",
        "paused": "No le molestaremos hasta el {until}.",
        "language_set": "A partir de ahora le escribimos en {language}.",
        "language_name": "español",
        "privacy_notice": "Sus respuestas nos ayudan a mejorar. {c}mydata muestra lo que guardamos, "
        "{c}forget lo borra, {c}stop termina las preguntas.",
        "file_refused": "Su respuesta está guardada, pero lo que venía con ella no: aceptamos imágenes, "
        "sonido, documentos y texto sencillo de hasta 20 MB.",
        "file_gone": "Su respuesta está guardada, pero no pudimos recoger lo que venía con ella. Lo "
        "sentimos.",
        "were_away": "Estuvimos ausentes un rato. Si ya respondió a esto, toque su respuesta otra vez, "
        "por favor.",
        "mydata_here": "Aquí está todo lo que guardamos sobre usted: un archivo para leer y otro para "
        "programas.",
        "forget_ask": "¿Borramos todo lo que guardamos sobre usted? No se puede deshacer. Tiene una hora "
        "para decidir.",
        "forget_yes": "Sí, borrar todo",
        "forget_no": "No, conservarlo",
        "forget_kept": "Todo queda como está; no se borró nada.",
        "forget_late": "Pasó la hora, así que no se borró nada. Envíe {c}forget y le preguntaremos otra vez.",
        "forgotten": "Hecho: todo lo que guardábamos sobre usted está borrado, también la dirección de "
        "este chat. Lo que está escrito aquí, y lo que otros ya recibieron, queda fuera de nuestro "
        "alcance. ¡Adiós y gracias!",
        "nothing_kept": "No guardamos nada sobre usted.",
        "file_title": "Lo que {title} guarda sobre usted",
        "file_you": "Usted",
        "file_chat": "Le preguntamos aquí, como eligió: {chat}",
        "file_chat_newest": "Le preguntamos en su chat más nuevo, porque no ha elegido ninguno",
        "file_falls_back": "Si su chat falla, una pregunta puede llegar por otro, como permitió",
        "file_stays": "Si su chat falla, no le preguntamos por otro",
        "file_stopped": "Ninguna pregunta más, como pidió, desde el {day}",
        "file_paused": "Ninguna pregunta hasta el {day}, como pidió",
        "file_apart": "Desvinculó este chat; solo usted puede volver a vincularlo",
        "file_asked_before": "Lo que se le preguntó antes de eso y sigue contando: {count}",
        "file_addresses": "Adónde le escribimos",
        "file_visits": "Lo que nos comunicaron",
        "file_messages": "Lo que le escribimos",
        "file_answers": "Lo que usted respondió",
        "file_enclosures": "Lo que usted adjuntó",
        "file_raw": "Sus mensajes tal como llegaron: {count}",
        "file_nothing": "nada",
        "file_replaced": "sustituida después",
        "file_skipped": "omitida",
        "reask_not_a_choice": "Perdone, no lo he entendido. Elija una de las respuestas, por favor.",
        "reask_too_many_choices": "Son demasiadas. Elija como máximo {most}, por favor.",
        "reask_not_a_number": "Perdone, no lo he entendido. Indique un número del {low} al {high}, por "
        "favor.",
        "reask_out_of_range": "Indique un número entero del {low} al {high}, por favor.",
        "reask_empty": "Su mensaje ha llegado vacío. ¿Puede enviarlo de nuevo?",
        "reask_too_long": "Es más largo de lo que podemos guardar. ¿Puede decirlo en {most} caracteres "
        "como máximo?",
        "required": "Necesitamos una respuesta a esta pregunta. ¿Puede intentarlo de nuevo?",
        "skip": "Omitir",
        "other": "Otra cosa",
        "yes": "Sí",
        "no": "No",
        "reply_number": "Responda con un número del {low} al {high}.",
        "reply_choice": "Responda con el número de su elección.",
        "reply_choices": "Responda con los números de su elección, por ejemplo 1, 2.",
        "reply_at_most": "Elija como máximo {most}.",
        "reply_own_words": "También puede responder con sus propias palabras.",
        "reply_text": "Escriba simplemente su respuesta.",
        "reply_skip": "Para omitir esta pregunta, responda «{word}».",
        "point_of": "{value} de {top}",
        "point_of_named": "{value} de {top}, {name}",
        "very_bad": "muy mal",
        "bad": "mal",
        "okay": "regular",
        "good": "bien",
        "very_good": "muy bien",
        "very_dissatisfied": "muy insatisfecho",
        "dissatisfied": "insatisfecho",
        "neither_satisfied": "ni satisfecho ni insatisfecho",
        "satisfied": "satisfecho",
        "very_satisfied": "muy satisfecho",
        "strongly_disagree": "totalmente en desacuerdo",
        "disagree": "en desacuerdo",
        "rather_disagree": "más bien en desacuerdo",
        "neither_agree": "ni de acuerdo ni en desacuerdo",
        "rather_agree": "más bien de acuerdo",
        "agree": "de acuerdo",
        "strongly_agree": "totalmente de acuerdo",
        "not_likely": "nada probable",
        "very_likely": "muy probable",
    },
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
