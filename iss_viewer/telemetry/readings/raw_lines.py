"""The lines of a strange file as UTF-8, block by block: any encoding, any line ends, stray bytes and all."""

from __future__ import annotations

import codecs
import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from iss_viewer.datafile import FileMistakes, Mistake
from iss_viewer.telemetry.readings.column_map import BLANKS, FIXED, ReadingsMap

BLOCK_BYTES = 8 << 20
#: a line longer than this is no line of a table
LONGEST_LINE = 1 << 20
TAB = "\t"


def opened(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked where it is packed by gzip. Raises OSError."""
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path, "rb") if is_packed else path.open("rb"))


def line_blocks(path: Path, encoding: str, block_bytes: int = BLOCK_BYTES) -> Iterator[bytes]:
    """Whole lines as UTF-8, each ended by a line feed but perhaps the last of the file.

    What is no letter of the encoding becomes the replacement character. Raises FileMistakes where the file cannot be read.
    """
    decode = codecs.getincrementaldecoder(_plain(encoding))(errors="replace").decode
    rest = b""
    try:
        with opened(path) as file:
            while raw := file.read(block_bytes):
                rest += decode(raw).encode("utf-8", "replace")
                whole, rest = _cut(rest)
                if whole:
                    yield whole
                if len(rest) > max(LONGEST_LINE, block_bytes):
                    raise FileMistakes([Mistake(path, 0, "", "is no table: it has no lines")])
    except (OSError, EOFError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise FileMistakes([Mistake(path, 0, "", f"cannot be read as a table: {words}")]) from None
    rest = unified(rest + decode(b"", True).encode("utf-8", "replace"))
    if rest:
        yield rest


def unified(text: bytes) -> bytes:
    """A text with line feeds alone between its lines, without the mark of its encoding."""
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\xef\xbb\xbf", b"")


def tabbed(mapped: ReadingsMap) -> Callable[[bytes], bytes] | None:
    """How lines without one letter between their cells get one, a tab; nothing where they have one."""
    if mapped.delimiter == BLANKS:
        return _blanks_to_tabs
    if mapped.delimiter == FIXED:
        return lambda text: _cut_at(text, mapped.widths)
    return None


def _plain(encoding: str) -> str:
    """Marks of an encoding are taken off by `unified`; one at its begin tells the order of UTF-16."""
    return "utf-8" if encoding.lower() in ("utf-8-sig", "ascii", "us-ascii") else encoding


def _cut(text: bytes) -> tuple[bytes, bytes]:
    """The whole lines, and the begin of the next; a carriage return at the end may have its line feed to come."""
    ends = max(text.rfind(b"\n"), text.rfind(b"\r", 0, len(text) - 1))
    return unified(text[: ends + 1]), text[ends + 1 :]


def _blanks_to_tabs(text: bytes) -> bytes:
    return re.sub(rb"(?m)^\t|\t$", b"", re.sub(rb"[ \t]+", b"\t", text))


def _cut_at(text: bytes, widths: tuple[int, ...]) -> bytes:
    places = [sum(widths[:count]) for count in range(len(widths))]
    spans = [slice(at, at + width) for at, width in zip(places, widths, strict=True)]
    spans[-1] = slice(places[-1], None)
    lines = text.decode("utf-8", "replace").split("\n")
    cut = (TAB.join(line[span].strip() for span in spans) if line.strip() else "" for line in lines)
    return "\n".join(cut).encode()
