"""Short runs of every scenario give the numbers and the words that are pinned."""

from __future__ import annotations

import json

import golden
import pytest

KEPT = json.loads(golden.SHORT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", golden.cases(full=False))
def test_a_run_gives_the_numbers_and_words_that_are_pinned(name: str) -> None:
    """After a change that was meant: ``python tests/golden/golden.py pin``, in a commit that says why."""
    found = {name: golden.done(name)}
    assert golden.differences(found, KEPT["pins"], KEPT["arithmetic"] == golden.arithmetic()) == []


def test_a_run_that_changed_is_told_by_its_parts() -> None:
    pinned = {"run": {"truth": "a", golden.FIGURES: "1.0 2.0"}}
    changed = {"run": {"truth": "b", golden.FIGURES: "1.0 2.00000001"}}
    assert golden.differences(changed, pinned) == ["run: truth differs", "run: figures differs"]
    assert golden.differences(changed, pinned, same_arithmetic=False) == []
    changed["run"][golden.FIGURES] = "1.0 2.1"
    assert golden.differences(changed, pinned, same_arithmetic=False) == ["run: figures differs"]
