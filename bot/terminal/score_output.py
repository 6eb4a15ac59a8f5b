"""Judgements as `aftertouch score` prints them: a line for people, or a JSON object."""

import json
from collections.abc import Mapping

from bot.terminal.score_lines import Wrong
from feedback.scorer import Score, ToScore

_TEXT, _EVIDENCE = 70, 40
_WIDEST = 13


def as_json(score: Score) -> str:
    """Return a judgement as one line of JSON."""
    told = {
        "label": score.label,
        "valence": _rounded(score.valence),
        "confidence": _rounded(score.confidence),
        "emotions": _shares(score.emotions),
        "language": score.language,
        "themes": _shares(score.themes),
        "evidence": list(score.evidence),
        "scorer": score.version,
    }
    return json.dumps(told, ensure_ascii=False)


def as_line(request: ToScore, score: Score) -> str:
    """Return a judgement for people: label, valence, the text, and the words that decided."""
    valence = "" if score.valence is None else f"{score.valence:+.1f}".replace("-", "−")
    text = _short(request.text or "", _TEXT)
    causes = _short(", ".join(score.evidence), _EVIDENCE)
    why = f"  [{causes}]" if causes and causes != text else ""
    note = "  (contradicts the rating)" if score.contradiction else ""
    label = score.label.replace("_", " ")
    return f"{label:<{_WIDEST}} {valence:>4}  {text}{why}{note}".rstrip()


def wrong_as_json(wrong: Wrong) -> str:
    """Return what is wrong with a line as one line of JSON."""
    return json.dumps({"error": wrong.what, "line": wrong.line}, ensure_ascii=False)


def wrong_as_line(wrong: Wrong) -> str:
    """Return the place of a line that was not judged."""
    return f"{'not judged':<{_WIDEST}} {'':>4}  (line {wrong.line})"


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3) + 0.0


def _shares(shares: Mapping[str, float] | None) -> Mapping[str, float] | None:
    return None if shares is None else {name: round(share, 3) for name, share in shares.items()}
