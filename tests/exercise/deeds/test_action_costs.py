"""The costs of orders are read whole, each verb once, and what is wrong is named with its line."""

from __future__ import annotations

import pytest

from iss_viewer.datafile import FileMistakes, assets_dir
from iss_viewer.station import read_station
from iss_viewer.station.costs import VERBS, read_action_costs


def changed(tmp_path, old: str, new: str):
    text = (assets_dir() / "deeds.toml").read_text()
    assert old in text
    path = tmp_path / "deeds.toml"
    path.write_text(text.replace(old, new, 1))
    return path


def test_every_verb_has_a_cost_with_its_source():
    costs = read_action_costs()
    assert all(costs.of(verb).source for verb in VERBS)
    assert costs.repair("tape").effect_1 < costs.repair("patch").effect_1
    assert costs.search.chance_1(2e-3) > costs.search.chance_1(2e-4)


def test_tools_are_kept_in_modules_that_there_are():
    modules = set(read_station("iss").module_ids)
    assert all(set(tool.kept_in) <= modules for tool in read_action_costs().tools)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('do = ["search"]', 'do = ["serach"]', "serach"),
        ('do = ["search"]', 'do = ["tape"]', "search, tape"),
        ('takes = "20 min"', "takes = 20", "with its unit"),
        ('kind = "sealant"', 'kind = "patch"', "one each"),
        ("effect_1 = 0.9", "effect_1 = 1.9", "effect_1"),
    ],
)
def test_a_mistake_is_named(tmp_path, old, new, words):
    with pytest.raises(FileMistakes, match=words):
        read_action_costs(changed(tmp_path, old, new))
