"""A sample of a file: its head, and pieces from further on, where later rows may look otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from iss_viewer.datafile import FileMistakes, Mistake
from iss_viewer.telemetry.readings.guessing.text_encoding import encoding_of
from iss_viewer.telemetry.readings.raw_lines import opened, unified

HEAD_BYTES, PIECE_BYTES = 256 << 10, 64 << 10
_PIECES = (0.25, 0.5, 0.75, 1.0)
#: what no table of texts begins with
_BINARY = (
    (b"PK\x03\x04", "a spreadsheet or archive (ZIP); save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet (XLS); save the sheet as CSV"),
    (b"%PDF", "a PDF; the table itself is needed"),
    (b"PAR1", "a Parquet file; write it as CSV"),
    (b"\x89MCAP", "a recording; open it as one"),
    (b"\x89HDF", "an HDF5 file; write it as CSV"),
    (b"SQLite format 3", "a database; export the table as CSV"),
)


@dataclass(frozen=True)
class TextSample:
    """Lines of a file as texts. head: the first lines, all of them; further: whole lines from later on.

    is_whole: the head is the whole file. ends_open: the last line has no line end. size_bytes: of the file.
    """

    encoding: str
    head: tuple[str, ...]
    further: tuple[str, ...]
    is_whole: bool
    ends_open: bool
    size_bytes: int


def sample_of(path: Path, encoding: str = "") -> TextSample:
    """A sample of a file, in its encoding or a given one. Raises FileMistakes where it is no table of texts."""
    try:
        size = path.stat().st_size
        with opened(path) as file:
            head = file.read(HEAD_BYTES)
            is_whole = not file.read(1)
            pieces = [] if is_whole or _is_packed(path) else _pieces(file, size)
    except (OSError, EOFError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise _refusal(path, f"cannot be read: {words}") from None
    _refuse_binary(path, head)
    encoding = encoding or encoding_of(head)
    further = [line for piece in pieces for line in _lines(piece, encoding)[1:-1]]
    lines = _lines(head, encoding)
    ends_open = is_whole and bool(lines) and lines[-1] != ""
    lines = lines if is_whole and ends_open else lines[:-1]
    return TextSample(encoding, tuple(lines), tuple(further), is_whole, ends_open, size)


def _pieces(file: object, size: int) -> list[bytes]:
    pieces = []
    for share in _PIECES:
        at = max(int(size * share) - PIECE_BYTES, HEAD_BYTES)
        file.seek(at - at % 2)  # type: ignore[attr-defined]  # a file of bytes
        pieces.append(file.read(PIECE_BYTES))  # type: ignore[attr-defined]  # a file of bytes
    return pieces


def _lines(raw: bytes, encoding: str) -> list[str]:
    plain = {"utf-16": "utf-16-be" if raw.startswith(b"\xfe\xff") else "utf-16-le"}
    text = raw.decode(plain.get(encoding, encoding), "replace")
    whole = unified(text.encode("utf-8", "replace")).decode("utf-8", "replace")
    return whole.replace("\0", "").split("\n")


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _refuse_binary(path: Path, head: bytes) -> None:
    for begins, words in _BINARY:
        if head.startswith(begins):
            raise _refusal(path, f"is {words}")
    if not head.strip():
        raise _refusal(path, "is empty")
    strange = re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", head[:65536])
    if len(strange) > 0.02 * len(head[:65536]):
        raise _refusal(path, "is no table of texts")


def _refusal(path: Path, words: str) -> FileMistakes:
    return FileMistakes([Mistake(path, 0, "", words)])
