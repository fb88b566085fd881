"""Where the numbers of a data file come from, and how far to trust them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from iss_viewer.datafile import Strict

Confidence = Literal["high", "medium", "low", "derived", "assumed"]


class Provenance(Strict):
    """Where a number comes from and how far to trust it."""

    source: str = Field(min_length=1, description="one or more ids of `sources`, by commas")
    confidence: Confidence
    note: str = ""

    def source_ids(self) -> tuple[str, ...]:
        """The sources, one by one."""
        return tuple(part.strip() for part in self.source.split(","))


class Sourced(Provenance):
    """A table of numbers with one source for all, and `evidence` for those that differ."""

    evidence: dict[str, Provenance] = {}

    def evidence_of(self, field: str) -> Provenance:
        """The evidence of one field of this table."""
        return self.evidence.get(
            field, Provenance(source=self.source, confidence=self.confidence, note=self.note)
        )
