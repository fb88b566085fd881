"""TOML text into plain values, bounded: what no file of a person is, is refused before it is parsed.

A parser takes any text at its word: a key of 100,000 parts costs it gigabytes, and brackets as deep
as that its stack.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from iss_viewer.datafile.mistakes import FileMistakes, Mistake

#: the largest file that comes along has 94 kB
MOST_BYTES = 1_000_000
#: lists and tables inside each other; parts of a key
MOST_DEPTH, MOST_PARTS = 32, 32
# alternatives that begin with different letters, so that nothing is tried twice; possessive ones would
# say so too, but Python 3.11.2 takes too much by them
_NAME = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*"""
_PIECE = re.compile(
    rf"(?P<key>(?<![\w.-])(?:{_NAME}){{{MOST_PARTS}}})"
    r"""|"{3}(?:[^"\\]|\\.|"(?!""))*(?:"{3}|\Z)|'{3}(?:[^']|'(?!''))*(?:'{3}|\Z)"""
    r"""|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|\#[^\n]*"""
    r"""|(?P<opens>[\[{])|(?P<closes>[\]}])""",
    re.DOTALL,
)


def parse(text: str, path: Path) -> dict[str, Any]:
    """The values of a TOML text; `path` only names it. Raises FileMistakes."""
    refusal = _refusal(text)
    if refusal is not None:
        raise FileMistakes([Mistake(path, *refusal)])
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 0
        raise FileMistakes([Mistake(path, line, "", f"not valid TOML: {error}")]) from None


def text_of(path: Path) -> str:
    """The text of a file. Raises FileMistakes."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        is_whole = len(data) <= MOST_BYTES
        return data.decode("utf-8-sig", "strict" if is_whole else "replace")
    except (OSError, ValueError) as error:
        raise FileMistakes([Mistake(path, 0, "", _plain(error))]) from None


def _plain(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, UnicodeDecodeError):
        return "not a UTF-8 text"
    return str(getattr(error, "strerror", None) or error)


def _refusal(text: str) -> tuple[int, str, str] | None:
    """Line, field and reason why a text is not parsed at all."""
    if len(text) > MOST_BYTES:
        return 0, "", f"larger than {MOST_BYTES // 1_000_000} MB, which no such file is"
    depth = 0
    for piece in _PIECE.finditer(text):
        if piece["key"]:
            return _line(text, piece), "", f"a key of more than {MOST_PARTS} parts"
        depth += bool(piece["opens"]) - bool(piece["closes"])
        if depth > MOST_DEPTH:
            return _line(text, piece), "", f"more than {MOST_DEPTH} lists or tables in each other"
    return None


def _line(text: str, piece: re.Match[str]) -> int:
    return text.count("\n", 0, piece.start()) + 1
