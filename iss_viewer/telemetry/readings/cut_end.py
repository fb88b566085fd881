"""Whether the last row of a file that ends without a line end is whole: "101." of "1013.25" would be believed."""

from __future__ import annotations

import re

from iss_viewer.telemetry.readings.rows import Rows

_NEIGHBOURS = 50


def is_whole(rows: Rows, before: Rows | None, last_cell: str) -> bool:
    """Whether the last cell of the last row has the form that those of its neighbours have.

    All cells before it are ended by a delimiter. before: the rows of the block before. Where neighbours differ in
    their digits, the last cell cannot be known to be whole; nor does it matter where it is not asked for.
    """
    if last_cell not in rows.cells.column_names:
        return True
    texts = _texts(rows, last_cell)
    neighbours = {_form(text) for text in (_texts(before, last_cell) + texts[:-1])[-_NEIGHBOURS:]}
    neighbours.discard("")
    return not neighbours or neighbours == {_form(texts[-1])}


def _texts(rows: Rows | None, cell: str) -> list[str]:
    if rows is None:
        return []
    tail = rows.cells.column(cell).slice(max(len(rows) - _NEIGHBOURS - 1, 0))
    return ["" if text is None else str(text).strip() for text in tail.to_pylist()]


def _form(text: str) -> str:
    """Digits behind the last sign; all digits where there is none: ``1013.25`` is ``.dd``, ``12`` is ``dd``."""
    found = re.fullmatch(r"[-+]?\d*([.,]\d*)", text)
    if found:
        return re.sub(r"\d", "d", found[1])
    return re.sub(r"\d", "d", text.lstrip("+-"))
