"""Which encoding a sample of bytes is in, by its marks, its zeros, and the words that come of it."""

from __future__ import annotations

import re

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: code pages of one byte a letter, the likeliest first
_PAGES = ("cp1252", "cp1251", "cp866", "koi8-r", "cp850", "cp932", "gb18030")
_DEGREES = re.compile(r"°\s?[CFKС]|µ|²|³")
_LATIN = re.compile(r"\b[A-Za-z]*[äöüßéèêàâçñåøæíóúáìòÄÖÜÉÈÅØ][A-Za-z]*\b")
_CYRILLIC = re.compile(r"\b[А-Яа-яё][а-яё]{2,}\b")
_EASTERN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{2,}")
#: what no table has: control letters, letters of two scripts in a word, frames
_WRONG = re.compile(
    r"[\x80-\x9f\ufffd\u2500-\u259f]|[A-Za-z][А-Яа-я]|[а-я][А-Я]|[A-Za-z][\uff61-\uff9f]"
)


def encoding_of(sample: bytes) -> str:
    """The name of the encoding; ``utf-8`` where nothing speaks against it."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    wide = _wide(sample)
    if wide:
        return wide
    text = sample.decode("utf-8", "surrogateescape")
    stray = re.findall(r"[\udc80-\udcff]", re.sub(r"[\udc80-\udcff]+\Z", "", text))
    if not stray or _is_lightly_damaged(text, stray):
        return "utf-8"
    return max(_PAGES, key=lambda page: (_score(sample, page), -_PAGES.index(page)))


def _wide(sample: bytes) -> str:
    """UTF-16 without its mark: every other byte is nought."""
    head = sample[:4096]
    if len(head) < 8:
        return ""
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.6 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.1 else ""


def _is_lightly_damaged(text: str, stray: list[str]) -> bool:
    """UTF-8 with a few bytes of noise: letters of it are whole elsewhere, or the noise stands in numbers."""
    whole = len(re.findall(r"[^\x00-\x7f\udc80-\udcff]", text))
    if whole > len(stray):
        return True
    in_numbers = re.findall(r"[\d.,;\t ][\udc80-\udcff]+[\d.,;\t\n ]|[\udcfe\udcff]", text)
    return len(in_numbers) >= len(set(stray)) and not re.search(r"[\udcb0\udcf8]\s?[CFK]", text)


def _score(sample: bytes, page: str) -> float:
    try:
        text = sample.decode(page)
    except UnicodeDecodeError:
        text = sample.decode(page, "replace")
    score = 3.0 * len(_DEGREES.findall(text)) + 1.0 * len(_LATIN.findall(text))
    score += 2.0 * len(_CYRILLIC.findall(text)) + 1.0 * len(_EASTERN.findall(text))
    return score - 4.0 * len(_WRONG.findall(text))
