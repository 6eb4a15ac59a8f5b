"""The public sets are read with those targets that they know, and no others."""

import os
from collections import Counter
from pathlib import Path

import pytest

from training.corpora import GENERAL, brighter, goemotions, mams, vader_ratings
from training.examples import EMOTION_NAMES, PLAIN
from training.urgent_care import comments, folds

DATA = Path(os.environ.get("AFTERTOUCH_DATA_DIR", "../shared/data"))
pytestmark = pytest.mark.skipif(not (DATA / "text").is_dir(), reason="the data folder is not here")


def test_goemotions_keeps_its_splits_and_all_its_labels() -> None:
    rows = list(goemotions(DATA, "test"))
    assert len(rows) == 5427
    assert all(each.emotions.keys() == set(EMOTION_NAMES) for each in rows)
    assert all(sum(each.emotions.values()) >= 1 for each in rows)


def test_every_general_set_has_texts_and_some_target() -> None:
    for name, read in GENERAL.items():
        rows = list(read(DATA))
        assert rows, name
        assert all(each.feeling or each.emotions or each.theme for each in rows if name != "brighter_en"), (
            name
        )


def test_probabilities_of_feelings_sum_to_one() -> None:
    for each in vader_ratings(DATA):
        assert each.feeling is not None
        assert sum(each.feeling.values()) == pytest.approx(1.0, abs=1e-6)
        assert each.valence is not None
        assert -2 <= each.valence <= 2


def test_aspects_that_pull_both_ways_make_a_sentence_mixed() -> None:
    sides = Counter(
        max(each.feeling, key=each.feeling.__getitem__) for each in mams(DATA, "train") if each.feeling
    )
    assert sides["mixed"] > 500


def test_rows_without_labels_are_left_out_rather_than_called_neutral() -> None:
    assert list(brighter(DATA, "test", ["en"])) == []
    german = list(brighter(DATA, "test", ["de"]))
    assert len(german) > 2000
    assert {name for each in german for name in each.feeling or ()} <= {*PLAIN, "mixed"}


def test_a_patients_comments_share_a_fold() -> None:
    found = list(comments(DATA))
    fold_of = folds(found)
    assert len(found) > 3800
    together = {(each.respondent, int(fold)) for each, fold in zip(found, fold_of, strict=True)}
    assert len(together) == len({each.respondent for each in found})
    assert Counter(each.feeling for each in found).most_common(1)[0][0] == "positive"
