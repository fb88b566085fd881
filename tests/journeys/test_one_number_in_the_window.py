"""At any instant the head, the headline and the reasons of the verdicts say one rate and one reserve time."""

from __future__ import annotations

import random
import re

from iss_viewer.units import UNIT_SYSTEMS

_RATE = r"([\d.,]+ (?:kg|lb)/day)"


def said(pattern: str, text: str) -> set[str]:
    return set(re.findall(pattern, text))


def test_head_headline_and_reasons_agree_at_random_instants_of_a_strike_in_all_units(person):
    person.sit_down("debris-strike")
    person.wait(1500)
    window, rng, compared = person.window, random.Random(18), 0
    end_s = window.context.run.history.end_s
    for turn in range(40):
        window.context.use_units(UNIT_SYSTEMS[turn % len(UNIT_SYSTEMS)])
        window.time_bar.look_at(rng.uniform(0.3, 1.0) * end_s)
        top = window.top
        reasons = "\n".join(chip.toolTip() for chip in top.chips)
        headline = top.sentence.toolTip()
        if "·" in top.leak.title.text():
            continue  # the head speaks of a volume that is closed off
        rates = said(rf"losing air: {_RATE}", headline) | said(rf"Air is lost at {_RATE}", reasons)
        if rates and said(_RATE, top.leak.value.text()):
            assert rates == {top.leak.value.text()}
            compared += 1
        left = said(r"; reserve (.+?)$", headline) | said(r"Reserve time (.+?), at", reasons)
        if left:
            assert left == {top.reserve.value.text()}
        gas = said(r"Gas lasts (.+)", reasons)
        if gas and not top.gas.value.text().startswith("Over"):
            assert gas == {top.gas.value.text()}
    assert compared > 10
