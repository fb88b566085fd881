"""What an order takes: time, people, a place and a tool; what repairs do: the numbers of assets/deeds.toml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from iss_viewer.datafile import Strict, assets_dir, read
from iss_viewer.datafile.quantities import Duration, Length, Pressure
from iss_viewer.station.actions import RepairKind
from iss_viewer.station.provenance import Provenance

#: the verbs that have a cost
Verb = Literal[
    "open_hatch", "close_hatch", "open_valve", "close_valve", "read_gauge", "time_fall", "leak_check",
    "search", "tape", "patch", "sealant", "move_crew", "switch_on", "switch_off", "set_feed", "auto_feed",
    "fans_on", "fans_off", "isolate_loop",
]  # fmt: skip
VERBS: tuple[str, ...] = Verb.__args__  # type: ignore[attr-defined]  # of a Literal, by typing's own documentation
#: where people stand who do it
Post = Literal["inside", "either side", "next room", "ground"]


class ActionCost(Provenance):
    """What one of some verbs takes. No `takes` of hatches and valves: what assets/safety.toml says of them."""

    do: tuple[Verb, ...] = Field(min_length=1)
    people: int = Field(ge=0, le=6)
    place: Post
    takes_s: Duration = Field(default=0.0, ge=0, alias="takes")
    per_m3_s: Duration = Field(default=0.0, ge=0, alias="per_m3")
    tool: Literal["", "gauge", "probe"] = ""
    least_pressure_pa: Pressure = Field(default=0.0, ge=0, alias="least_pressure")
    people_at_panel: int = Field(default=1, ge=1, description="who do it without signal")
    takes_at_panel_s: Duration = Field(default=0.0, ge=0, alias="takes_at_panel")


class Tool(Provenance):
    """An instrument of which there is one: it lies where it was used last."""

    id: Literal["gauge", "probe"]
    name: str
    kept_in: tuple[str, ...] = ()


class Equalising(Provenance):
    """How long is waited until arms can pull a hatch whose valve is open."""

    longest_s: Duration = Field(gt=0, alias="longest")
    watch_every_s: Duration = Field(gt=0, alias="watch_every")


class SearchChance(Provenance):
    """How probably one search finds a leak, by how wide a hole would be that leaks as much."""

    sure_from_m: Length = Field(gt=0, alias="sure_from")
    sure_1: float = Field(ge=0, le=1)
    below_1: float = Field(ge=0, le=1)

    def chance_1(self, diameter_m: float) -> float:
        """Of finding a hole of this diameter."""
        return self.sure_1 if diameter_m >= self.sure_from_m else self.below_1


class RepairResult(Provenance):
    """How much of a leak a repair closes, and how it may fail: at once, or later."""

    kind: RepairKind
    effect_1: float = Field(ge=0, le=1)
    early_1: float = Field(ge=0, le=1)
    early_effect_1: float = Field(ge=0, le=1)
    late_1: float = Field(ge=0, le=1)
    late_within_s: Duration = Field(gt=0, alias="late_within")


class LeakCheckRules(Provenance):
    """How long a leak check lasts, and what passes."""

    takes_s: Duration = Field(gt=0, alias="takes")
    read_every_s: Duration = Field(gt=0, alias="read_every")
    most_pa: Pressure = Field(gt=0, alias="most")


class StopwatchRules(Provenance):
    """How a fall of pressure is timed."""

    watch_every_s: Duration = Field(gt=0, alias="watch_every")
    longest_s: Duration = Field(gt=0, alias="longest")


class ActionCosts(Strict):
    """All of them."""

    format: Literal[1]
    actions: tuple[ActionCost, ...]
    tools: tuple[Tool, ...] = ()
    equalising: Equalising
    search: SearchChance
    repairs: tuple[RepairResult, ...]
    leak_check: LeakCheckRules
    stopwatch: StopwatchRules

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        verbs = Counter[str](verb for cost in self.actions for verb in cost.do)
        missing = [verb for verb in VERBS if verb not in verbs]
        twice = [verb for verb, count in verbs.items() if count > 1]
        if missing or twice:
            raise ValueError(f"each verb has one cost: {', '.join(missing + twice)}")
        kinds = sorted(repair.kind for repair in self.repairs)
        if kinds != ["patch", "sealant", "tape"]:
            raise ValueError("repairs are one each of tape, patch, sealant")
        return self

    def of(self, verb: str) -> ActionCost:
        """What a verb takes. Raises KeyError."""
        for cost in self.actions:
            if verb in cost.do:
                return cost
        raise KeyError(verb)

    def repair(self, kind: RepairKind) -> RepairResult:
        """What a repair does."""
        return next(repair for repair in self.repairs if repair.kind == kind)

    def tool(self, tool_id: str) -> Tool | None:
        """The tool of an id; None where the file has none."""
        return next((tool for tool in self.tools if tool.id == tool_id), None)

    def place_kept(self, tool_id: str, modules: Sequence[str]) -> str:
        """Where a tool is kept in a station of these modules: in the first of its places that is there, else in the first."""
        kept = self.tool(tool_id)
        here = [module for module in (kept.kept_in if kept else ()) if module in modules]
        return (*here, *modules)[0]


@lru_cache(maxsize=4)
def read_action_costs(path: Path | None = None) -> ActionCosts:
    """The costs of a file, by default assets/deeds.toml. Raises FileMistakes."""
    return read(path or assets_dir() / "deeds.toml", ActionCosts)
