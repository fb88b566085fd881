"""The way out that is advised is one, too, once those who are at a hatch have ended what they began."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.detection.advising.admissible import ended, review
from iss_viewer.detection.advising.escaping import _way_out
from iss_viewer.detection.advising.retreat import retreats
from iss_viewer.detection.advising.way_out import Standing
from tests.detection.advising.decisions import outset_of

JUDGE_S = 15.0


def aboard():
    """A hole of 20 mm in Zvezda or its transfer compartment, all seven where they work."""
    return outset_of(20.0, chances={"SM_RO": 0.6, "SM_PKHO": 0.4})


@pytest.mark.parametrize("hatch", ["H13", "H14", "H04", "H03", "H06"])
def test_a_way_out_holds_once_a_hatch_that_somebody_shuts_is_shut(hatch):
    asked = replace(aboard(), in_work=1 << aboard().layout.hatch_index[hatch])
    chosen = _way_out(asked)
    assert chosen is not None
    then = ended(asked, chosen.moves)
    holds = then is None or review(then, chosen.moves, JUDGE_S).is_safe
    assert holds or not any(
        one.is_safe and review(then, one.moves, JUDGE_S).is_safe for one in ways_out(asked)
    )


def test_the_way_out_changes_where_a_hatch_in_work_would_bar_it():
    at_rest = _way_out(aboard())
    assert at_rest is not None and at_rest.is_safe
    changed = []
    for hatch in range(len(aboard().layout.hatches)):
        asked = replace(aboard(), in_work=1 << hatch & ~aboard().closed)
        then = ended(asked, at_rest.moves)
        if then is not None and not review(then, at_rest.moves, JUDGE_S).is_safe:
            changed.append(_way_out(asked) != at_rest)
    assert any(changed)


def ways_out(outset):
    """All ways out of how things stand."""
    rows = tuple(range(len(outset.hypotheses.modules)))
    gases = np.repeat(outset.air.gases_pa[None], len(rows), axis=0)
    return retreats(Standing(outset, outset.places, outset.closed, rows, gases, JUDGE_S))
