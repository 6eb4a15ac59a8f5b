"""Portuguese."""

from feedback.catalogue import Catalogue, QuestionWords, counted, felt, words

CATALOGUE = Catalogue(
    numbers=counted("zero, um|uma, dois|duas, três, quatro, cinco, seis, sete, oito, nove, dez"),
    out_of=words("de, em"),
    stars=words("estrela, estrelas"),
    points=words("ponto, pontos"),
    joins=words("e"),
    contrasts=words("mas, porém, exceto, embora, só"),
    yes=words(
        "sim, s, sim por favor, sim obrigado, sim obrigada, claro, claro que sim, com certeza, certamente, "
        "sem dúvida, isso, exato, exatamente, uhum, é"
    ),
    no=words(
        "não, nao, n, não obrigado, não obrigada, na verdade não, nem por isso, de jeito nenhum, nunca, "
        "jamais"
    ),
    skip=words("pular, saltar, passar, próxima, seguinte"),
    help=words("ajuda"),
    language=words("idioma, língua"),
    privacy=words("privacidade"),
    non_answers=words(
        "não se aplica, não aplicável, sem comentários, sem comentário, nenhum comentário, não sei, sei lá, "
        "nem ideia, sem resposta, não respondeu, sem opinião, prefiro não dizer, prefiro não responder, n/d"
    ),
    nothing=words(
        "nada, nada mais, nada a dizer, nada a acrescentar, nada a declarar, nada a melhorar, nada de "
        "especial, não, nao, não nada, nenhum, nenhuma, nenhum problema, sem problemas, nenhuma "
        "reclamação, sem reclamações, tudo bem, tudo bom, tudo certo, tudo ótimo, tudo perfeito, tudo ok, "
        "está tudo bem, não tudo bem, nada tudo bem, continuem assim, não mudem nada"
    ),
    everything=words("tudo, absolutamente tudo, quase tudo, praticamente tudo"),
    fillers=words(
        "obrigado, obrigada, por favor, desculpe, desculpa, mesmo, sinceramente, na verdade, da minha "
        "parte, por enquanto, de momento, por agora, até agora, muito obrigado, muito obrigada, mais, "
        "acho"
    ),
    feelings=felt(
        {
            2: "tudo perfeito, tudo ótimo, "
            "excelente, perfeito, perfeita, fantástico, fantástica, ótimo, ótima, óptimo, incrível, "
            "maravilhoso, maravilhosa, espetacular, sensacional, extraordinário, muito bom, muito boa, "
            "muito bem, muito satisfeito, muito satisfeita, adorei, amei, impecável, nota dez, excepcional",
            1: "tudo bem, tudo bom, tudo certo, tudo ok, "
            "bom, boa, bem, legal, satisfeito, satisfeita, contente, feliz, simpático, simpática, "
            "rápido, rápida, fácil, útil, agradável, eficiente, educado, obrigado, obrigada, muito "
            "obrigado, muito obrigada, valeu, nada mau, gostei, bacana, super, profissional, recomendo, "
            "atencioso",
            0: "ok, okay, regular, normal, neutro, razoável, mais ou menos, aceitável, médio, mediano, "
            "assim assim, suficiente, passável",
            -1: "mau, má, mal, ruim, lento, lenta, desapontado, desapontada, decepcionado, decepcionada, "
            "decepcionante, insatisfeito, insatisfeita, não gostei, caro, muito caro, sujo, grosseiro, "
            "complicado, confuso, frustrante, atrasado, fraco, difícil, demorado, não muito bom, muito "
            "lento",
            -2: "péssimo, péssima, horrível, terrível, desastre, um desastre, inaceitável, vergonha, uma "
            "vergonha, vergonhoso, muito mau, muito ruim, muito mal, muito insatisfeito, nunca mais, "
            "golpe, um lixo, lixo, lamentável, odiei",
        }
    ),
    questions=QuestionWords(
        improvement=words("melhor, mudar, mudaria, diferente, falt, suger, gostaria, desej"),
        problem=words(
            "problema, errado, mal, não gost, menos gost, não correu bem, incomod, decepcion, desilu, "
            "reclama, queixa, dificuld, atrapalh, imped, chate, avaria, falh, demais"
        ),
        praise=words(
            "gostou, gostaste, gostaram, gosta, mais gost, correu bem, deu certo, funcionou bem, o "
            "melhor, ponto forte, pontos fortes, encant, destac, convenc, agrad, resolvid, resolveu, "
            "solucion"
        ),
        reason=words("por que, porque, porquê, motivo, razão"),
        more=words(
            "algo mais, mais alguma coisa, alguma coisa a, acrescentar, comentário, observaç, dizer- "
            "nos, nos dizer, contar-nos, nos contar, outra coisa"
        ),
        amount=words("quanto, quanta, quando, a que horas, que idade"),
        closed=words(
            "foi, foram, era, é, está, estava, estão, você, tu, ficou, chegou, chegaram, conseguiu, "
            "conseguiste, houve, há, teve, tiveste, recomendaria, recomendarias, voltaria, funcionou, "
            "funciona, tudo, recebeu, encontrou, entendeu, gostou, sentiu"
        ),
    ),
)
