"""Words of a question that are neither names nor days: "versus", "as a file", "weekly", and idle ones."""

from collections.abc import Mapping

from bot.asking.folding import listed

VERSUS = frozenset(listed("vs versus gegen gegenuber gegenueber against"))
PAIRING = VERSUS | frozenset(listed("with mit to zu and und"))
"""What stands between two sides where two sides are asked for."""

OTHERS: Mapping[str, str] = {
    **dict.fromkeys(listed("others other rest andere anderen alle-anderen ubrige ubrigen"), "others"),
    **dict.fromkeys(listed("previous before vorher davor vorperiode vorzeitraum"), "previous"),
    **dict.fromkeys(listed("target targets ziel ziele soll"), "target"),
}
IDLE = frozenset(
    listed(
        "the a in im of on at for from by fur fuer von vom der die das den dem des am an and und show me us "
        "please bitte zeig zeige mir uns only nur just customers kunden kundinnen all alle with mit our "
        "unsere what was wie how about uber ueber aus bei to zu beside neben compare compared vergleich "
        "verglichen"
    )
)
BY = frozenset(listed("by nach pro per je each every jede jeden jedes"))
STEPS: Mapping[str, str] = {
    **dict.fromkeys(listed("week weeks woche wochen"), "week"),
    **dict.fromkeys(listed("month months monat monate monaten"), "month"),
    **dict.fromkeys(listed("quarter quarters quartal quartale quartalen"), "quarter"),
    **dict.fromkeys(listed("year years jahr jahre jahren"), "year"),
    **dict.fromkeys(listed("stage stages phase phasen"), "stage"),
    **dict.fromkeys(listed("touchpoint touchpoints kontaktpunkt kontaktpunkten"), "touchpoint"),
}
"""What may stand behind "by", as options take it."""
STEPWISE: Mapping[str, str] = {
    **dict.fromkeys(listed("weekly wochentlich woechentlich wochenweise"), "week"),
    **dict.fromkeys(listed("monthly monatlich monatsweise"), "month"),
    **dict.fromkeys(listed("quarterly vierteljahrlich vierteljaehrlich quartalsweise"), "quarter"),
    **dict.fromkeys(listed("yearly annually jahrlich jaehrlich"), "year"),
}
OWN: Mapping[str, str] = {
    "ziel": "goal", "binnen": "window", "ohne": "without", "frage": "question", "anzahl": "count",
    "tage": "days",
}  # fmt: skip
"""Options of single reports as German usage lines call them; each counts only where its report has it."""
UNITS: Mapping[str, str] = {
    **dict.fromkeys(listed("hour hours stunde stunden"), "h"),
    **dict.fromkeys(listed("day days tag tage tagen"), "d"),
    **dict.fromkeys(listed("week weeks woche wochen"), "w"),
}
"""What may stand behind the figure of a length of time, as settings write it."""
EXPLAIN = frozenset(listed("explain why erklare erklaere warum formula formel formulas berechnung"))
AS, CHOOSE, PAGE, THEME = (
    frozenset({"as", "als"}), frozenset({"choose", "wahle"}), frozenset({"page", "seite"}),
    frozenset({"theme", "thema"}),
)  # fmt: skip
SPEAKING = frozenset({"language", "sprache"})
LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(listed("english englisch"), "en"),
    **dict.fromkeys(listed("german deutsch"), "de"),
    **dict.fromkeys(listed("french franzosisch francais"), "fr"),
    **dict.fromkeys(listed("spanish spanisch espanol"), "es"),
    **dict.fromkeys(listed("italian italienisch italiano"), "it"),
    **dict.fromkeys(listed("portuguese portugiesisch portugues"), "pt"),
}
