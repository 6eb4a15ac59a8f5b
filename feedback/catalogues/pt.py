"""Portuguese."""

from feedback.catalogue import Catalogue, QuestionWords, counted, felt, words

CATALOGUE = Catalogue(
    phrases={
        "reminder": "Um pequeno lembrete: ainda gostaríamos de saber a sua opinião.",
        "thanks": "Obrigado! A sua resposta ajuda-nos a melhorar.",
        "noted": "Anotado, obrigado.",
        "changed": "Alterado. Obrigado pela correção.",
        "skipped": "Sem problema, deixamos esta pergunta de lado.",
        "welcome": "Olá! Aqui você pode contar a {title} como foi. Se tiver um código, de um recibo ou "
        "de um cartaz, é só digitar.",
        "code_unknown": "Esse código não existe aqui, ou já foi usado. Pode conferir mais uma vez?",
        "code_not_yours": "Esse código ou link é para outra pessoa e continua a valer para ela. Se tiver "
        "um seu, escreva-o aqui.",
        "linked": "Pronto: os dois chats são seus agora. {off} retira este de novo.",
        "link_code": "O seu código é {code}. Escreva-o nos próximos dez minutos no seu outro chat connosco, "
        "e os dois ficam ligados. Não o dê a ninguém: quem o escreve vê e partilha as respostas deste chat.",
        "link_same": "Esse é o código deste mesmo chat. Escreva-o no outro.",
        "link_two": "Conhecemos estes chats como dois clientes diferentes, por isso não podem ser ligados "
        "aqui. Nada foi alterado.",
        "link_told": "Agora há outro chat ligado a este: {chat}. Se não foi você, escreva {off} aqui.",
        "link_off": "Pronto: este chat está de novo sozinho. O que foi dito até agora fica onde estava. "
        "{link} volta a ligá-lo.",
        "link_none": "Este chat não está ligado a nenhum outro. {link} dá-lhe um código para isso.",
        "code_often": "Foram vários códigos que não conhecemos. Espere dez minutos e tente de novo.",
        "chat_web": "o chat web",
        "channels_one": "Perguntamos só aqui: {chat}. {link} liga outro chat seu.",
        "channels_which": "Em que chat podemos perguntar? Enquanto não escolher, é o mais novo: {chat}.",
        "channels_fallback": "Se esse falhar um dia, podemos perguntar noutro chat seu? Sem o seu sim não o "
        "fazemos.",
        "channels_set": "Anotado. A partir de agora perguntamos aqui: {chat}.",
        "channels_yes": "Anotado. Se o seu chat falhar, uma pergunta pode chegar uma vez por outro.",
        "channels_no": "Anotado. Se o seu chat falhar, não perguntamos por outro.",
        "help": "O que pode escrever aqui:\n{c}stop – nenhuma pergunta mais\n{c}pause 30d – nenhuma por um "
        "tempo\n{c}language en – outra língua\n{c}link – ligar outro chat seu\n{c}channels – em que chat "
        "perguntamos\n{c}privacy, {c}mydata, {c}forget – os seus dados",
        "help_team": "Esta é a sala da equipa «{team}»; o que lhe diz respeito chegará aqui.\n{c}help – "
        "esta ajuda\n{c}language en – outra língua nesta sala\n{c}team CODE – torná-la a sala de outra "
        "equipa",
        "help_room": "Ainda não é a sala de nenhuma equipa. Quem gere o Aftertouch cria um código com "
        "«aftertouch team invite NAME»; escreva aqui {command} e esse código.",
        "team_joined": "Esta é agora a sala da equipa «{team}». O que lhe diz respeito chegará aqui; {help} "
        "diz o que se pode escrever.",
        "team_where": "Isso pertence ao grupo ou canal da equipa: escreva lá {command} e o código.",
        "team_hello": "Olá, equipa «{team}»! Isto é um teste: o que vos diz respeito chegará aqui.",
        "nothing_open": "Neste momento não há nenhuma pergunta aberta. Até à próxima!",
        "expired": "Esta pergunta já foi encerrada e não foi possível guardar a sua resposta. "
        "Obrigado mesmo assim!",
        "closed": "Já respondeu a tudo e não se pode mudar mais. Obrigado!",
        "late_tap": "Essa era uma pergunta anterior e já foi encerrada; nada foi alterado.",
        "not_yours": "Esta pergunta é para outra pessoa, por isso a sua resposta não conta aqui. Obrigado "
        "mesmo assim!",
        "doubt_unhappy": "Escolheu «{rating}», mas as suas palavras soam a descontentamento. "
        "O que deve contar?",
        "doubt_happy": "Escolheu «{rating}», mas as suas palavras soam a satisfação. O que deve contar?",
        "keep": "Manter {rating}",
        "change": "Alterar a minha resposta",
        "stopped": "Não lhe faremos mais perguntas. Envie {c}start se mudar de ideia.",
        "resumed": "Que bom ter você de volta! Voltaremos a perguntar de vez em quando.",
        "paused": "Não incomodaremos até {until}.",
        "language_set": "A partir de agora escrevemos em {language}.",
        "language_name": "português",
        "privacy_notice": "As suas respostas ajudam-nos a melhorar. {c}mydata mostra o que guardamos, "
        "{c}forget apaga tudo, {c}stop termina as perguntas.",
        "file_refused": "A sua resposta está guardada, mas o que vinha com ela não: aceitamos imagens, "
        "som, documentos e texto simples até 20 MB.",
        "file_gone": "A sua resposta está guardada, mas não conseguimos ir buscar o que vinha com ela. "
        "Lamentamos.",
        "were_away": "Estivemos ausentes durante algum tempo. Se já respondeu, toque outra vez na sua "
        "resposta, por favor.",
        "mydata_here": "Aqui está tudo o que guardamos sobre si: um ficheiro para ler e outro para "
        "programas.",
        "forget_ask": "Apagamos tudo o que guardamos sobre si? Não se pode desfazer. Tem uma hora para "
        "decidir.",
        "forget_yes": "Sim, apagar tudo",
        "forget_no": "Não, manter",
        "forget_kept": "Fica tudo como está; nada foi apagado.",
        "forget_late": "A hora passou, por isso nada foi apagado. Envie {c}forget e voltamos a perguntar.",
        "forgotten": "Feito: tudo o que guardávamos sobre si está apagado, também o endereço deste chat. "
        "O que está escrito aqui, e o que outros já receberam, está fora do nosso alcance. Adeus e "
        "obrigado!",
        "nothing_kept": "Não guardamos nada sobre si.",
        "file_title": "O que {title} guarda sobre si",
        "file_you": "A pessoa",
        "file_chat": "Perguntamos aqui, como escolheu: {chat}",
        "file_chat_newest": "Perguntamos no seu chat mais novo, porque não escolheu nenhum",
        "file_falls_back": "Se o seu chat falhar, uma pergunta pode chegar por outro, como permitiu",
        "file_stays": "Se o seu chat falhar, não perguntamos por outro",
        "file_stopped": "Nenhuma pergunta mais, como pediu, desde {day}",
        "file_paused": "Nenhuma pergunta até {day}, como pediu",
        "file_apart": "Separou este chat; só você pode voltar a ligá-lo",
        "file_asked_before": "O que lhe foi perguntado antes disso e ainda conta: {count}",
        "file_addresses": "Para onde lhe escrevemos",
        "file_visits": "O que nos comunicaram",
        "file_messages": "O que lhe escrevemos",
        "file_answers": "O que respondeu",
        "file_enclosures": "O que enviou em anexo",
        "file_raw": "As suas mensagens tal como chegaram: {count}",
        "file_nothing": "nada",
        "file_replaced": "substituída mais tarde",
        "file_skipped": "deixada de fora",
        "reask_not_a_choice": "Desculpe, não entendi. Escolha uma das respostas, por favor.",
        "reask_too_many_choices": "São demasiadas. Escolha no máximo {most}, por favor.",
        "reask_not_a_number": "Desculpe, não entendi. Indique um número de {low} a {high}, por favor.",
        "reask_out_of_range": "Indique um número inteiro de {low} a {high}, por favor.",
        "reask_empty": "A mensagem chegou vazia. Pode enviá-la de novo?",
        "reask_too_long": "É mais longo do que podemos guardar. Pode dizê-lo em no máximo {most} caracteres?",
        "required": "Precisamos de uma resposta a esta pergunta. Pode tentar mais uma vez?",
        "skip": "Pular",
        "other": "Outra coisa",
        "yes": "Sim",
        "no": "Não",
        "reply_number": "Responda com um número de {low} a {high}.",
        "reply_choice": "Responda com o número da sua escolha.",
        "reply_choices": "Responda com os números das suas escolhas, por exemplo 1, 2.",
        "reply_at_most": "Escolha no máximo {most}.",
        "reply_own_words": "Também pode responder com as suas palavras.",
        "reply_text": "Basta escrever a sua resposta.",
        "reply_skip": "Para pular esta pergunta, responda «{word}».",
        "point_of": "{value} de {top}",
        "point_of_named": "{value} de {top}, {name}",
        "very_bad": "muito mau",
        "bad": "mau",
        "okay": "razoável",
        "good": "bom",
        "very_good": "muito bom",
        "very_dissatisfied": "muito insatisfeito",
        "dissatisfied": "insatisfeito",
        "neither_satisfied": "nem satisfeito nem insatisfeito",
        "satisfied": "satisfeito",
        "very_satisfied": "muito satisfeito",
        "strongly_disagree": "discordo totalmente",
        "disagree": "discordo",
        "rather_disagree": "discordo um pouco",
        "neither_agree": "nem concordo nem discordo",
        "rather_agree": "concordo um pouco",
        "agree": "concordo",
        "strongly_agree": "concordo totalmente",
        "not_likely": "nada provável",
        "very_likely": "muito provável",
    },
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
