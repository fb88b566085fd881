"""What a panel drew last, so that it draws again only where something that it shows has changed."""

from __future__ import annotations


class LastDrawn:
    """Remembers what was drawn, by its values and by the thing itself that they are of."""

    def __init__(self) -> None:
        self._last: tuple[object, tuple[object, ...]] | None = None

    def is_new(self, *values: object, of: object = None) -> bool:
        """Whether anything differs from the last time; it counts as drawn then.

        values: compared by value. of: what they are of, such as a board or a run: the same object or
        another one; it is held, so that no other can take its place in memory.
        """
        last = self._last
        if last is not None and last[0] is of and last[1] == values:
            return False
        self._last = (of, values)
        return True

    def forget(self) -> None:
        """Whatever comes next is new."""
        self._last = None
