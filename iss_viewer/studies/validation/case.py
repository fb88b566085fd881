"""One comparison: what an authority says, what the network gives, how far they may differ."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the table. `tolerance` is relative to `expected`; None: shown, not judged."""

    title: str
    quantity: str
    source: str
    expected: float
    obtained: float
    unit: str
    tolerance: float | None
    remark: str = ""

    @property
    def difference(self) -> float:
        """Relative to what was expected."""
        return self.obtained / self.expected - 1.0

    @property
    def agrees(self) -> bool:
        """Whether the difference is within the tolerance; True where there is none."""
        return self.tolerance is None or abs(self.difference) <= self.tolerance
