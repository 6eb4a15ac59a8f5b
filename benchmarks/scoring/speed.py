"""What judging costs: one text, many texts, the first text, memory and disk; ratios to TextBlob and VADER."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bot.plugins import scorers
from feedback.scorer import TextScorer, ToScore
from training.chat_set import rows

WEIGHTS = Path("feedback/nets/weights/english")

_ROUNDS, _BATCH = 200, 400
_ENOUGH = 400  # texts a CPU second
_MILLION = 1_000_000
_MANY = 1_000
_COLD = f"""
import resource, time
began, busy = time.perf_counter(), time.process_time()
from feedback.scorers.aftertouch import SPEC
from feedback.scorer import ToScore
SPEC.score([ToScore(text="came two days late", language="en")])
print(time.perf_counter() - began, time.process_time() - busy)
SPEC.score([ToScore(text="late again " * (1 + each % 30), language="en") for each in range({_MANY})])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def lines() -> Iterator[str]:
    """Yield sentences with goals; seconds are of this machine, and of the processor where it says so."""
    texts = [
        ToScore(text=row.text, wording=row.question, language="en")
        for row in rows()
        if row.id.startswith("h")
    ]
    engines = scorers()
    one = _each(engines["aftertouch"], texts)
    wall, cpu = (1000 * median(taken) for taken in one)
    yield f"one text, p50: {wall:.1f} ms by the clock, {cpu:.1f} ms CPU (goal 5)"
    rates = {name: _rate(engines[name], texts) for name in ("aftertouch", "textblob", "vader")}
    own = rates["aftertouch"]
    for name, rate in rates.items():
        yield f"batch, {name}: {rate:.0f} texts a CPU second, {rate / own:.1f} times aftertouch"
    yield f"batch goal for aftertouch: {_ENOUGH}, met: {'yes' if own >= _ENOUGH else 'no'}"
    walls, cpus, sizes = zip(*(_cold() for _ in range(5)), strict=True)
    yield f"cold load and first text: {median(walls):.2f} s by the clock, {median(cpus):.2f} s CPU (goal 0.6)"
    yield f"memory of a process that judged {_MANY} texts: {max(sizes):.0f} MiB (goal 300)"
    size = sum(path.stat().st_size for path in WEIGHTS.iterdir())
    yield f"weights and tokenizer: {size / _MILLION:.1f} MB (goal 25)"


def _each(engine: TextScorer, texts: Sequence[ToScore]) -> tuple[Sequence[float], Sequence[float]]:
    engine.score(texts[:1])
    taken = [_timed(partial(engine.score, [text])) for text in texts[:_ROUNDS]]
    return [wall for wall, _ in taken], [cpu for _, cpu in taken]


def _rate(engine: TextScorer, texts: Sequence[ToScore]) -> float:
    engine.score(texts[:1])
    return median(_BATCH / _timed(partial(engine.score, texts[:_BATCH]))[1] for _ in range(3))


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = perf_counter(), process_time()
    work()
    return perf_counter() - wall, process_time() - cpu


def _cold() -> tuple[float, float, float]:
    """Return seconds by the clock and of the processor until the first score, and MiB after many."""
    said = subprocess.run([sys.executable, "-c", _COLD], check=True, capture_output=True, text=True).stdout
    wall, cpu, mebibytes = map(float, said.split())
    return wall, cpu, mebibytes
