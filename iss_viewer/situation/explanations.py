"""What may explain that the pressure changes: the places of a leak and what is none, by probability."""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.detection.assessment import STATION
from iss_viewer.detection.belief import BELIEVED_FROM
from iss_viewer.situation.moment import Moment, chance_text, short_name

#: what is no leak: column of the station, words
_OTHERS = (
    ("no_leak_probability", "No leak"),
    ("seal_probability", "A hatch seal"),
    ("sensor_fault_probability", "A sensor fault"),
)
#: what else may explain how the pressure goes now
_CAUSES = (
    ("cooling_probability", "temperature"),
    ("metabolic_probability", "crew metabolism and CO2 removal"),
)
_LEAST = 0.0005  # less probable ones are not listed


@dataclass(frozen=True)
class Candidate:
    """One explanation: the column that holds its probability, and its name.

    module: where the leak would be; empty for what is no leak.
    """

    module: str
    quantity: str
    words: str
    probability: float

    @property
    def row(self) -> tuple[str, str]:
        """Name and probability, as a list has them."""
        return self.words, chance_text(self.probability)

    @property
    def subject(self) -> str:
        """Whose column it is."""
        return self.module or STATION


def candidates(moment: Moment) -> list[Candidate]:
    """All explanations that are not quite improbable, the likeliest first."""
    found = [
        Candidate(m.id, "leak_probability", short_name(m), moment.value(m.id, "leak_probability"))
        for m in moment.station.modules
    ]
    found += [Candidate("", name, words, moment.value(STATION, name)) for name, words in _OTHERS]
    return sorted(
        (one for one in found if one.probability >= _LEAST), key=lambda one: -one.probability
    )


def cause_text(moment: Moment) -> str:
    """What explains the present change of pressure where it is no leak; empty where nothing does."""
    found = [(moment.value(STATION, name), words) for name, words in _CAUSES]
    chance, words = max((c if c == c else 0.0, w) for c, w in found)
    if chance < BELIEVED_FROM:
        return ""
    return f"Pressure trend explained by {words} ({chance_text(chance)} sure)"
