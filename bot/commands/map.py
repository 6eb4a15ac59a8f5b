"""`/map`: the journey map, and the way down from a stage to what was said."""

from bot.asking.desk import READERS
from bot.asking.map_answers import answer_map
from bot.command import Command

SPEC = Command(
    name="map",
    roles=READERS,
    run=answer_map,
    examples=("/map", "/map march stage delivery", "/map letzte 4 Wochen"),
)
