"""Why a sentence does not come if nobody does anything: from when to when each half of it is met, and how near a number comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from iss_viewer.scenario.exercise.quantities import written_like
from iss_viewer.scenario.exercise.sentence import (
    AllOf,
    AnyOf,
    Beyond,
    Lasting,
    Numeric,
    Sentence,
    parts_of_sentence,
)
from iss_viewer.scenario.exercise.sentence_words import condition_words
from iss_viewer.scenario.exercise.vocabulary import MEASURES
from iss_viewer.studies.preview.idle_sentences import IdleJudge
from iss_viewer.units import duration_text


def halves(judge: IdleJudge, sentence: Sentence) -> Iterator[str]:
    """A line for each half; what is asked of people or alarms is said to be theirs."""
    match sentence:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from halves(judge, part)
        case Lasting(part=AllOf() as part, hold_s=hold_s):
            yield from halves(judge, part)
            longest_s = float(np.max(judge.lasted_s(judge.holds(part)), initial=0.0))
            held = duration_text(max(longest_s, 0.0))
            yield f"together for {held} at the longest, waits for {duration_text(hold_s)}"
        case _:
            yield f"{condition_words(judge.station, sentence)}: {_when(judge, sentence)}"


def _when(judge: IdleJudge, sentence: Sentence) -> str:
    probe = replace(judge, unjudged=set())
    mask = probe.holds(sentence)
    if probe.unjudged:
        return f"not judged ({', '.join(sorted(probe.unjudged))})"
    met = judge.run.time_s[mask]
    if len(met) == len(mask):
        return "met all the time"
    if len(met):
        return f"met from {duration_text(float(met[0]))} to {duration_text(float(met[-1]))}"
    return f"never{_nearest(judge, sentence)}"


def _nearest(judge: IdleJudge, sentence: Sentence) -> str:
    """How near the number of a sentence comes to its limit; "" where it is about none."""
    inner = parts_of_sentence(sentence)
    if len(inner) == 1:
        return _nearest(judge, inner[0])
    series = judge.series(sentence) if isinstance(sentence, Numeric) else None
    if series is None or not isinstance(sentence, Numeric):
        return ""
    is_below = sentence.beyond is Beyond.BELOW
    nearest = float(np.min(series) if is_below else np.max(series))
    quantity = MEASURES[sentence.measure].quantity
    return f", {written_like(nearest, sentence.limit_si, quantity)} at the {'lowest' if is_below else 'highest'}"
