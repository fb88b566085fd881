"""The words of a sentence one after another, with their columns, for its reader."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

from iss_viewer import units
from iss_viewer.datafile import nearest

#: longer than any condition that a person can follow
MOST_LETTERS = 1000
_SHOWN = 40
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<word>[A-Za-z_$][A-Za-z0-9_./$-]*)|(?P<sign>[()<>,])|(?P<other>\S))",
    re.ASCII,
)


class SentenceMistake(ValueError):
    """What is wrong with a sentence, and at which column (from 1)."""

    def __init__(self, column: int, message: str) -> None:
        self.column, self.message = column, message
        super().__init__(f"column {column}: {message}")


class TokenReader:
    """Goes through a sentence word by word; `peek` is the next, "" at the end."""

    def __init__(self, text: str) -> None:
        if len(text) > MOST_LETTERS:
            raise SentenceMistake(MOST_LETTERS, f"longer than {MOST_LETTERS} letters")
        stripped = text.rstrip()
        self._text = stripped
        self._found = [match for match in _TOKEN.finditer(stripped) if match.lastgroup]
        self._at, self._end = 0, len(stripped) + 1

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self._at >= len(self._found)

    @property
    def peek(self) -> str:
        """The next word, number or sign."""
        return "" if self.is_over else self._found[self._at][self._kind]

    @property
    def shown(self) -> str:
        """The next word as messages show it."""
        return self.peek if len(self.peek) <= _SHOWN else f"{self.peek[:_SHOWN]}…"

    @property
    def is_number(self) -> bool:
        """Whether a number is next."""
        return not self.is_over and self._kind == "number"

    @property
    def is_word(self) -> bool:
        """Whether a word is next."""
        return not self.is_over and self._kind == "word"

    @property
    def column(self) -> int:
        """Where the next word begins, from 1."""
        return self._end if self.is_over else self._found[self._at].start(self._kind) + 1

    @property
    def _kind(self) -> str:
        return self._found[self._at].lastgroup or "other"

    def take(self) -> str:
        """The next word, and go on."""
        word = self.peek
        self._at += 1
        return word

    def rest(self) -> str:
        """All that is left as it was written, and go to the end."""
        text = self._text[self.column - 1 :]
        self._at = len(self._found)
        return text

    def mistake(self, message: str) -> SentenceMistake:
        """A mistake at the next word."""
        return SentenceMistake(self.column, message)

    def missing(self, what: str, known: Collection[str]) -> SentenceMistake:
        """A mistake: the next word is not one of `known`."""
        if self.is_over:
            return self.mistake(f"ends where {what} was to follow: {', '.join(sorted(known)[:12])}")
        return self.mistake(f"'{self.shown}' is not {what}{nearest(self.peek, known)}")

    def expect(self, word: str) -> None:
        """Go past a word that must be next. Raises SentenceMistake."""
        if self.peek != word:
            found = f"not '{self.shown}'" if self.peek else "not the end"
            raise self.mistake(f"here must stand '{word}', {found}")
        self.take()

    def choice(self, what: str, known: Collection[str]) -> str:
        """The next word, one of `known`. Raises SentenceMistake with the nearest."""
        if self.peek not in known:
            raise self.missing(what, known)
        return self.take()

    def name(self, what: str) -> str:
        """The next word, an id. Raises SentenceMistake."""
        if not self.is_word:
            raise self.mistake(f"here must stand the id of a {what}")
        return self.take()

    def count(self) -> int:
        """A whole number of 1 or more. Raises SentenceMistake."""
        if not re.fullmatch(r"[1-9][0-9]{0,5}", self.peek):
            raise self.mistake("here must stand a whole number from 1 on")
        return int(self.take())

    def bare(self) -> float:
        """A number without a unit. Raises SentenceMistake."""
        if not self.is_number or not math.isfinite(float(self.peek)):
            raise self.mistake("here must stand a number")
        return float(self.take())

    def quantity(self, quantity: str) -> float:
        """A number with its unit (of a duration several) as SI. Raises SentenceMistake."""
        column = self.column
        allowed = ", ".join(units.units_of(quantity))
        if not self.is_number:
            kind = quantity.replace("_", " ")
            raise self.mistake(f"here must stand a {kind} with its unit: {allowed}")
        parts = [self._one_quantity(quantity)]
        while quantity == "duration" and self.is_number:
            parts.append(self._one_quantity(quantity))
        try:
            return units.parse(" ".join(parts), quantity)
        except units.UnitError as error:
            raise SentenceMistake(column, str(error)) from None

    def _one_quantity(self, quantity: str) -> str:
        number, known = self.take(), units.units_of(quantity)
        if self.peek not in known:
            raise self.missing(f"a unit of {quantity.replace('_', ' ')}", known)
        return f"{number} {self.take()}"
