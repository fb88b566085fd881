"""Three thousand changed inputs through all readers; `make night` takes a hundred thousand of another seed."""

from __future__ import annotations

import pytest
from readers import failures, targets

COUNT, PARTS = 3000, 4


def test_the_bytes_that_are_changed_are_good_before(tmp_path):
    (tmp_path / "good").mkdir()
    for number, target in enumerate(targets(tmp_path / "good")):
        (tmp_path / f"{number}").mkdir()
        target.read(tmp_path / f"{number}" / "a.mcap", target.good)


@pytest.mark.parametrize("seed", range(PARTS))
def test_whatever_the_bytes_they_are_read_or_refused_in_words(seed):
    assert failures(COUNT // PARTS, seed) == []
