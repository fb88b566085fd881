"""What numbers and words of an event or a command may be; held where they are read from outside."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from iss_viewer.telemetry.status import AlarmClass, AlarmState, FeedState, Verdict

STATION = "STATION"

#: a number that is there: neither NaN nor infinite
Finite = Annotated[float, Field(allow_inf_nan=False)]
#: the same, and none below zero
Amount = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
#: a number that may never have been measured: NaN, which JSON has as null
Measured = Annotated[float, BeforeValidator(lambda value: float("nan") if value is None else value)]
#: 0 or more; infinite: without end
Span = Annotated[float, Field(ge=0.0)]
#: sums of probabilities end up a last digit beyond 1
Probability = Annotated[float, Field(ge=-1e-9, le=1.0 + 1e-6)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


def _by_name(kind: type[Enum]) -> Callable[[Any], Any]:
    def member(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value not in kind.__members__:
            raise ValueError(f"is one of {', '.join(kind.__members__)}")
        return kind[value]

    return member


def _name_of(member: Enum) -> str:
    return member.name


NamedClass = Annotated[AlarmClass, BeforeValidator(_by_name(AlarmClass)), PlainSerializer(_name_of)]
NamedState = Annotated[AlarmState, BeforeValidator(_by_name(AlarmState)), PlainSerializer(_name_of)]
NamedFeedState = Annotated[
    FeedState, BeforeValidator(_by_name(FeedState)), PlainSerializer(_name_of)
]
NamedVerdict = Annotated[Verdict, BeforeValidator(_by_name(Verdict)), PlainSerializer(_name_of)]
