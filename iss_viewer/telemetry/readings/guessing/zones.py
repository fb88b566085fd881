"""The time zone that the head of a table speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import available_timezones

_NAMED = {
    "msk": "Europe/Moscow", "мск": "Europe/Moscow", "moscow": "Europe/Moscow", "jst": "Asia/Tokyo",
    "berlin": "Europe/Berlin", "houston": "America/Chicago",
}  # fmt: skip
#: of standard time all year round: what is written so is meant so
_FIXED = {"cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00", "eet": "+02:00", "eest": "+03:00",
    "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00", "pst": "-08:00", "pdt": "-07:00"}  # fmt: skip


def zone_in(names: Sequence[str], notes: Sequence[str]) -> str:
    """The zone, as a map writes it, that the names of the columns of time or notes above them state; empty: none."""
    for text in names:
        found = _zone(text, is_name=True)
        if found:
            return found
    for text in notes:
        if re.search(r"zone|zeit|utc|gmt|\btz\b|fuseau|пояс", text, re.IGNORECASE):
            found = _zone(text, is_name=False)
            if found:
                return found
    return ""


def _zone(text: str, is_name: bool) -> str:
    area = re.search(r"[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+", text)
    if area and area[0] in available_timezones():
        return area[0]
    offset = re.search(r"(?:UTC|GMT)\s*([+\-\u2212])\s*(\d{1,2})(?::?(\d\d))?(?!\d)", text) or (
        re.search(r"[\[(]\s*([+\-\u2212])(\d{1,2}):(\d\d)\s*[\])]", text)
        or (re.search(r"([+-])(\d\d):(\d\d)\b", text) if not is_name else None)
    )
    if offset and int(offset[2]) <= 14:
        sign = "-" if offset[1] in "-\u2212" else "+"
        hours, minutes = int(offset[2]), offset[3] or "00"
        return "UTC" if not hours and minutes == "00" else f"{sign}{hours:02d}:{minutes}"
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}
    for word in words:
        if word in _NAMED or word in _FIXED:
            return _NAMED.get(word) or _FIXED[word]
    return "UTC" if words & {"utc", "gmt", "zulu"} else ""
