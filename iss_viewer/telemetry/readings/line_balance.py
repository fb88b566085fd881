"""What became of every line of a table: read, left out and why, or no row at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

#: lines of one reason that are kept with their text
MOST_KEPT = 200
_LONGEST = 200


@dataclass(frozen=True)
class LeftOut:
    """A line, or one cell of it, that is not read: its number, text, and why."""

    line: int
    text: str
    reason: str
    column: str = ""


@dataclass
class LineBalance:
    """Lines of a table by what became of them.

    total: of the file. head: names, units and what stands above. rows: that are read. left_out: rows by reason;
    cells: of rows that are read, by reason. doubled: rows that were read and then left out, by reason.
    """

    total: int = 0
    head: int = 0
    blank: int = 0
    comments: int = 0
    joined: int = 0  # further lines of a row whose quoted cell has line breaks
    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    cells: Counter[str] = field(default_factory=Counter)
    examples: list[LeftOut] = field(default_factory=list)
    _kept: Counter[str] = field(default_factory=Counter)

    @property
    def is_even(self) -> bool:
        """Whether every line is accounted for."""
        other = self.head + self.blank + self.comments + self.joined
        return self.total == other + self.rows + sum(self.left_out.values())

    def leave_out(self, line: int, text: str, reason: str, column: str = "") -> None:
        """Count a row that is not read."""
        self.left_out[reason] += 1
        self._keep(LeftOut(line, text[:_LONGEST], reason, column))

    def leave_out_read(self, line: int, text: str, reason: str, column: str = "") -> None:
        """Count a row that was read, and is left out after all."""
        self.rows -= 1
        self.leave_out(line, text, reason, column)

    def leave_out_cell(self, line: int, text: str, reason: str, column: str) -> None:
        """Count a cell that is not read, in a row that is."""
        self.cells[reason] += 1
        self._keep(LeftOut(line, text[:_LONGEST], reason, column))

    def add(self, other: LineBalance) -> None:
        """Take in the balance of another file."""
        for name in ("total", "head", "blank", "comments", "joined", "rows"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.left_out += other.left_out
        self.cells += other.cells
        self.examples += other.examples

    def sentences(self) -> tuple[str, ...]:
        """What a person is to know of it: what was left out, where, and whether all lines are accounted for."""
        made = [
            self._sentence(reason, count) for reason, count in self.left_out.most_common() if count
        ]
        made += [
            self._sentence(reason, count, True)
            for reason, count in self.cells.most_common()
            if count
        ]
        if not self.is_even:
            made.append(f"{self.total:,} lines do not add up: {self.words()}.")
        return tuple(made)

    def words(self) -> str:
        """The balance in one line."""
        parts = (
            (self.rows, "rows read"),
            (sum(self.left_out.values()), "rows left out"),
            (self.head, "lines of head"),
            (self.comments, "comments"),
            (self.blank, "blank"),
            (self.joined, "continued"),
        )
        return ", ".join(f"{count:,} {words}" for count, words in parts if count)

    def _sentence(self, reason: str, count: int, is_cell: bool = False) -> str:
        lines = [each.line for each in self.examples if each.reason == reason]
        shown = ", ".join(f"{line:,}" for line in sorted(set(lines))[:5])
        what = f"{count:,} {'cell' if is_cell else 'row'}{'' if count == 1 else 's'}"
        more = " …" if count > len(sorted(set(lines))[:5]) else ""
        where = f" (line{'' if count == 1 else 's'} {shown}{more})" if shown else ""
        return f"{what} left out: {reason}{where}."

    def _keep(self, example: LeftOut) -> None:
        if self._kept[example.reason] < MOST_KEPT:
            self._kept[example.reason] += 1
            self.examples.append(example)
