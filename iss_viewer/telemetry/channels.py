"""The channel table: what each column of a sample or a frame is, of which subject, in which unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Channel:
    """A column named ``SUBJECT.quantity``, e.g. ``SM_PRK.pressure_pa``; the unit ends the name."""

    subject: str
    quantity: str

    @property
    def name(self) -> str:
        """``SUBJECT.quantity``."""
        return f"{self.subject}.{self.quantity}"


@dataclass(frozen=True)
class ChannelTable:
    """An ordered set of channels; its order is the column order of arrays."""

    channels: tuple[Channel, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> ChannelTable:
        """A table from ``SUBJECT.quantity`` names."""
        pairs = (name.rsplit(".", 1) for name in names)
        return cls(tuple(Channel(subject, quantity) for subject, quantity in pairs))

    @cached_property
    def _columns(self) -> dict[tuple[str, str], int]:
        return {(c.subject, c.quantity): i for i, c in enumerate(self.channels)}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All names in column order."""
        return tuple(channel.name for channel in self.channels)

    def column(self, subject: str, quantity: str) -> int:
        """The column of a channel. Raises KeyError."""
        return self._columns[subject, quantity]

    def get(self, subject: str, quantity: str) -> int | None:
        """The column of a channel, None where the table has no such."""
        return self._columns.get((subject, quantity))

    def columns(self, subjects: Sequence[str], quantity: str) -> NDArray[np.intp]:
        """The columns of one quantity for many subjects, shape (len(subjects),); -1: no such."""
        return np.array([self._columns.get((s, quantity), -1) for s in subjects], dtype=np.intp)

    def of_before(self, before: ChannelTable) -> NDArray[np.intp]:
        """Where each of these channels stands in a table of before, shape (len,); -1: nowhere."""
        return np.array([before._columns.get(pair, -1) for pair in self._columns], dtype=np.intp)

    def subjects(self, quantity: str) -> tuple[str, ...]:
        """All subjects that have a quantity, in column order."""
        return tuple(c.subject for c in self.channels if c.quantity == quantity)

    def __len__(self) -> int:
        return len(self.channels)

    def __iter__(self) -> Iterator[Channel]:
        return iter(self.channels)

    def __add__(self, other: ChannelTable) -> ChannelTable:
        return ChannelTable(self.channels + other.channels)
