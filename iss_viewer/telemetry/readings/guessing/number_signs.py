"""Which sign stands before decimals and which between thousands, by strong evidence alone; else it is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from iss_viewer.telemetry.readings.guessing.cell_kinds import NUMBER

_BLANK = "[ \u00a0\u2007\u202f]"


@dataclass(frozen=True)
class SignEvidence:
    """Cells of a column by what they say of its signs.

    point, comma: cells in which that is the decimal sign for sure. point_groups, comma_groups: in which it stands
    between thousands for sure. point_either, comma_either: ``1.013`` and ``1,013``. plain: without any sign.
    """

    point: int = 0
    comma: int = 0
    point_groups: int = 0
    comma_groups: int = 0
    point_either: int = 0
    comma_either: int = 0
    plain: int = 0
    blank_groups: int = 0
    apostrophe_groups: int = 0

    def decimals(self, sign: str) -> int:
        """Cells in which a sign is the decimal sign for sure."""
        return self.point if sign == "." else self.comma

    def groups(self, sign: str) -> int:
        """Cells in which a sign stands between thousands for sure."""
        return self.point_groups if sign == "." else self.comma_groups

    def either(self, sign: str) -> int:
        """Cells in which a sign may be either."""
        return self.point_either if sign == "." else self.comma_either


def evidence_of(cells: Sequence[str]) -> SignEvidence:
    """The evidence of a column's cells."""
    counts: Counter[str] = Counter()
    for cell in cells:
        for name in _evidence(cell.strip()):
            counts[name] += 1
    return SignEvidence(**counts)


def file_decimal(columns: Sequence[SignEvidence]) -> tuple[str, bool]:
    """The decimal sign of a file, empty where nothing tells; and whether both signs have evidence."""
    point = sum(each.point + each.comma_groups for each in columns)
    comma = sum(each.comma + each.point_groups for each in columns)
    if not point and not comma:
        return "", False
    return ("." if point >= comma else ","), bool(point and comma)


@lru_cache(maxsize=1 << 16)
def _evidence(cell: str) -> tuple[str, ...]:
    found = NUMBER.match(cell)
    if found is None:
        return ()
    digits = re.sub(r"[eE][-+]?\d+$", "", found[0].lstrip("+-\u2212"))
    has_exponent = len(digits) < len(found[0].lstrip("+-\u2212"))
    names = []
    if re.search(rf"\d{_BLANK}\d", digits):
        names.append("blank_groups")
    if re.search("['\u2019]", digits):
        names.append("apostrophe_groups")
    digits = re.sub(rf"{_BLANK}|['\u2019]", "", digits) if names else digits
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        last = max(digits.rfind("."), digits.rfind(","))
        names += ["point", "comma_groups"] if digits[last] == "." else ["comma", "point_groups"]
    elif points > 1 or commas > 1:
        names.append("point_groups" if points else "comma_groups")
    elif points or commas:
        names.append(_one_sign(digits, "." if points else ",", bool(names) or has_exponent))
    elif not names:
        names.append("plain")
    return tuple(names)


def _one_sign(digits: str, sign: str, is_sure: bool) -> str:
    """What one sign in a number is: before other than three digits, or behind a nought or four digits, a decimal sign."""
    before, behind = digits.split(sign)
    name = "point" if sign == "." else "comma"
    is_sure |= len(behind) != 3 or len(before) > 3 or before in ("", "0") or before.startswith("0")
    return name if is_sure else f"{name}_either"
