"""The words that hold others together: what decides an answer is never one of them alone.

A net reads each word in its place, so "the" and "was" take on some of the feeling beside them, and no bound
on the pull tells them apart from words that do decide. That they are few and stay the same does.
"""

from collections.abc import Mapping
from typing import Literal

from config.language_tag import fallbacks

Role = Literal["negates", "grades", "trails", "holds"]
"""What such a word does: turns what follows round, says how much or which of it, belongs to what it follows
("thank you", "drove off"), or holds others together, as articles, pronouns, prepositions, conjunctions,
auxiliaries, adverbs of time and place do, and verbs that say little without an object."""

Roles = Mapping[str, Role]
"""By word, in lower case; in "it's" and "c'est" each part is a word."""

_UNKNOWN: Roles = {}


def closed_class(language: str) -> Roles:
    """Return the words of `language`, a tag such as en or pt-BR; none where nobody has listed them."""
    return next((_LISTED[tag] for tag in fallbacks(language) if tag in _LISTED), _UNKNOWN)


def _words(*, negates: str, grades: str, holds: str, trails: str = "") -> Roles:
    roles: dict[str, Role] = {}
    roles.update(dict.fromkeys(holds.split(), "holds"))
    roles.update(dict.fromkeys(trails.split(), "trails"))
    roles.update(dict.fromkeys(grades.split(), "grades"))
    roles.update(dict.fromkeys(negates.split(), "negates"))
    return roles


_LISTED: Mapping[str, Roles] = {
    "en": _words(
        negates="not no never none nothing nobody nowhere without hardly barely neither nor cannot cant "
        "dont didnt doesnt isnt wasnt arent werent wont wouldnt couldnt shouldnt havent hasnt "
        "hadnt aint",
        grades="too so very really much many more most less quite pretty way extremely absolutely "
        "totally completely still just even rather whole same first second next last every "
        "another few",
        trails="you up off out down away apart over through",
        holds="a an the this that these those some any each all other others such as i me my mine "
        "myself you u your ur yours yourself he him his she her hers it its we us our ours they "
        "them their theirs who whom whose which what one someone somebody anyone anybody and or "
        "but if than because while though although unless about after at before between by for "
        "from in into like of off on onto out over per round since through till to under until up "
        "down via with w back away here there then now when where why how again also already "
        "always ago yet only maybe please pls tbh btw yr hed thats whats hes shes theyre youre "
        "whoever whatever am is are was were be been being do does did done have has had having "
        "will would shall should can could may might must s m d t re ve ll im ive id get gets got "
        "getting go goes going gone went come comes came coming make makes made take takes took "
        "put give gives gave let say says said tell tells told thing things",
    ),
    "de": _words(
        negates="nicht nichts kein keine keinen keinem keiner nie niemals niemand ohne kaum weder nix",
        grades="zu sehr so viel viele mehr meist ziemlich ganz total echt wirklich völlig absolut "
        "besonders immer noch nur gar",
        holds="der die das den dem des ein eine einen einem einer eines dies diese dieser dieses diesen "
        "jede jeder jeden ich mich mir mein meine meinen meinem meiner du dich dir dein deine er "
        "ihn ihm sein seine sie ihr ihre ihnen ihren es wir uns unser unsere man wer was welche "
        "und oder aber doch wenn weil dass als wie ob denn sondern obwohl bevor nachdem ab an am "
        "auf aus bei beim bis durch für gegen in im ins mit nach seit über um unter von vom vor "
        "zum zur da dann dort hier hin her jetzt nun schon auch wieder mal eben halt ja wo wann "
        "warum bin bist ist sind war waren wäre wird werden wurde wurden worden hat habe haben "
        "hatte hatten kann können konnte konnten muss musste müssen soll sollte will wollte darf "
        "gibt gab ging gehen kam kommt kommen macht machen gemacht gesagt sagte sagt",
    ),
    "fr": _words(
        negates="ne n pas jamais sans rien aucun aucune personne plus ni guère",
        grades="trop très si tellement beaucoup bien assez vraiment tout toute toujours encore même plutôt",
        holds="le la l les un une des du de d au aux ce cet cette ces c ça cela je j me m moi mon ma "
        "mes tu te t toi ton ta tes il elle on se s son sa ses nous notre nos vous votre vos ils "
        "elles lui leur leurs y en qui que qu quoi dont où quel quelle et ou mais donc car comme "
        "quand lorsque parce puisque pour par avec dans sur sous chez vers entre avant après "
        "depuis pendant jusqu contre ici là alors puis aussi déjà comment pourquoi suis es est "
        "sommes êtes sont était étaient été être sera ai as a avons avez ont avait avaient eu "
        "avoir fait faire fais peut peux pouvait doit dit dire va vais vont aller allé",
    ),
    "es": _words(
        negates="no nunca jamás sin nada nadie ningún ninguna ninguno ni tampoco",
        grades="demasiado demasiada muy tan mucho mucha muchos muchas más bastante realmente todo toda "
        "siempre todavía aún hasta",
        holds="el la lo los las un una unos unas este esta esto estos estas ese esa eso al del yo me mi "
        "mis mí tú te tu tus él ella se su sus nos nuestro nuestra ellos ellas les le usted "
        "ustedes que qué quien cual cuando donde como cómo porque y e o u pero sino si aunque "
        "pues a ante bajo con contra de desde en entre hacia para por según sobre tras aquí allí "
        "ahora ya también entonces luego después antes otra otro vez cada soy es son era eran fue "
        "fueron sido ser estoy está están estaba estaban estuvo estar he ha han había hay hubo "
        "haber hace hacer hizo hecho tiene tienen tenía tener tuvo puede pueden puedo va voy ir "
        "dice dijo dijeron",
    ),
    "it": _words(
        negates="non no mai senza niente nulla nessuno nessun nessuna né neanche nemmeno",
        grades="troppo troppa troppi molto molta molti molte più tanto tanta così davvero abbastanza "
        "proprio sempre ancora tutto tutta poco",
        holds="il lo la l i gli le un uno una questo questa questi quello quella io mi me mio mia miei "
        "tu ti te tuo tua lui lei si suo sua noi ci c nostro nostra voi vi vostro loro li ne che "
        "chi cui quale dove quando come perché e ed o ma però se anche quindi poi a ad al alla "
        "allo ai alle di d del della dello dei delle degli da dal dalla in nel nella nei nelle "
        "con su sul sulla per tra fra qui lì ora già dopo prima sono sei è siamo siete era erano "
        "stato stata stati essere ho hai ha abbiamo avete hanno aveva avevano avuto avere fa fare "
        "fatto può posso va vado detto dice",
    ),
    "nl": _words(
        negates="niet niets geen nooit zonder niemand nergens nauwelijks noch",
        grades="te zo zeer heel erg veel meer meest echt best nog steeds zelfs altijd helemaal",
        holds="de het een dit dat die deze elke ik me mij mijn m'n je jij jou jouw u uw hij hem zijn "
        "z'n ze zij haar we wij ons onze hun hen er wie wat welke en of als maar dan want omdat "
        "dus toen terwijl aan af bij binnen buiten door in met na naar om onder op over per sinds "
        "tegen tot uit van vanaf voor hier daar nu al ook weer eens wel waar wanneer waarom hoe "
        "ben bent is was waren wordt worden werd geworden heb hebt heeft hebben had hadden kan "
        "kon konden moet moest moeten zal zou mag wil doen doet deed gedaan gaat ging gaan kwam "
        "komt komen zegt zei gezegd",
    ),
    "pl": _words(
        negates="nie nigdy nic nikt bez żaden żadna żadne żadnego żadnej ani brak",
        grades="za zbyt bardzo tak tyle dużo wiele więcej całkiem dość naprawdę strasznie tylko wciąż "
        "nadal jeszcze zawsze",
        holds="ten ta to te tego tej tym tych tą ja mnie mi mną mój moja moje mojej ty ciebie ci twój "
        "on ona ono jego jej jemu my nas nam wy was wam oni ich im się siebie swój swoje kto co "
        "który która które czy i oraz lub albo ale a bo że żeby jeśli gdy kiedy jak gdzie "
        "dlaczego więc w we z ze na do od po o u przy przez pod nad przed dla tu tam teraz już "
        "też także znowu potem jest są był była było byli być będzie jestem mam masz ma mamy mają "
        "miał miała mieć może można muszę musi został została",
    ),
    "pt": _words(
        negates="não nunca jamais sem nada ninguém nenhum nenhuma nem",
        grades="demais muito muita muitos muitas tão mais bastante realmente todo toda tudo sempre ainda até",
        holds="o a os as um uma uns umas este esta isto esse essa isso aquele ao aos à às do da dos das "
        "no na nos nas num numa eu me mim meu minha meus minhas tu te teu ele ela se seu sua seus "
        "suas nós nosso nossa vocês você lhe eles elas que quem qual quando onde como porque e ou "
        "mas embora pois de desde em entre para pra por pelo pela com contra sobre aqui ali lá "
        "agora já também então depois antes outra outro vez cada sou é são era eram foi foram "
        "sido ser estou está estão estava estavam estar tenho tem têm tinha ter teve há havia faz "
        "fazer fez feito pode posso vai vou ir disse",
    ),
}
