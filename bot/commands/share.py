"""`/share`: a link to the web map that can be passed on."""

from bot.asking.sharing import answer_share
from bot.command import Command

SPEC = Command(
    name="share",
    roles=frozenset({"manager"}),
    summary={
        "en": "Make a link to the map that you can pass on.",
        "de": "Macht einen Link zur Karte, den Sie weitergeben können.",
    },
    usage={"en": "/share [filters] [days N]", "de": "/share [Filter] [days N]"},
    run=answer_share,
    examples=("/share", "/share this quarter days 14"),
)
