"""`/share`: a link to the web map that can be passed on."""

from bot.asking.sharing import answer_share
from bot.command import Command

SPEC = Command(
    name="share",
    roles=frozenset({"manager"}),
    run=answer_share,
    examples=("/share", "/share this quarter days 14"),
)
