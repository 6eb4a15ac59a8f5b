"""What reports stand on, from files with words: what these are about, and still nobody quoted."""

from functools import cached_property

import numpy as np

from bot.given_data import GivenData
from bot.grounds import FileGrounds
from bot.reporting import Query
from feedback.mention import Mention
from mapping.columns import moment
from mapping.mention_table import MentionTable
from mapping.reading import ReadAnswer


class GivenGrounds(FileGrounds):
    """What files of another tool hold, with their words judged when somebody asks what they are about."""

    def __init__(self, data: GivenData) -> None:
        """Stand on `data`."""
        super().__init__(data)
        self._data = data

    def mentions(self, query: Query) -> MentionTable | None:
        """Return what customers spoke of; None where they wrote nothing."""
        if not any(row.text for row in self._data.rows):
            return None
        asked = {id(row) for row in self._data.answers(query)}
        found = [(place, row, said) for place, (row, said) in enumerate(self._heard) if id(row) in asked]
        table = MentionTable.of_columns(
            customer=[row.customer for _, row, _ in found],
            touchpoint=[row.touchpoint for _, row, _ in found],
            theme=[said.theme for _, _, said in found],
            at=[moment(row.at) for _, row, _ in found],
            # A complaint in plain words is no milder than what its customer gave as a score beside it.
            valence=np.fmin(
                np.array([said.valence for _, _, said in found], dtype=np.float64),
                np.array([row.valence for _, row, _ in found], dtype=np.float64),
            ),
            is_negative=[said.is_negative for _, _, said in found],
            may_quote=[False] * len(found),
            answer=[str(place) for place, _, _ in found],
            place=[said.place for _, _, said in found],
        )
        return table.picked(self._wanted(query, table.touchpoints)[table.touchpoint])

    @cached_property
    def _heard(self) -> list[tuple[ReadAnswer, Mention]]:
        return list(self._data.heard())
