"""Which modules get a label: the selected one, and those that a person should look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan

from iss_viewer.situation.module_state import ModuleCondition, ModuleState

MOST_LABELS, MOST_WATCHED = 6, 3


def labelled(
    modules: Sequence[str], states: Mapping[str, ModuleState], selected: str = ""
) -> list[str]:
    """The modules that get a label: the selected one, then the not nominal, worst first.

    When a whole station is under watch, the likeliest speak for all, and nobody where worse is to
    be told: the legend counts the rest, and the hulls show their status by colour.
    """
    loud = [key for key in modules if key in states and not states[key].is_quiet]
    told = sorted({*loud, *({selected} & set(modules))}, key=modules.index)
    told.sort(key=lambda key: _rank(states.get(key), key == selected))
    watched = [k for k in told if k != selected and states[k].condition is ModuleCondition.WATCH]
    if len(watched) > MOST_WATCHED:
        worst = max((s.condition for s in states.values()), key=lambda one: one.value)
        kept = MOST_WATCHED if worst is ModuleCondition.WATCH else 0
        told = [key for key in told if key not in watched[kept:]]
    return told[:MOST_LABELS]


def _rank(state: ModuleState | None, is_selected: bool) -> tuple[bool, int, float]:
    """The order of labels: the selected one first, then the worst, then the likeliest."""
    if state is None:
        return not is_selected, 0, 0.0
    chance = 0.0 if isnan(state.leak_probability) else state.leak_probability
    return not is_selected, -state.condition.value, -chance
