"""What people typed, and what a file says, made safe to show: text and nothing but text."""

from __future__ import annotations

import unicodedata

#: what ends a line for one program or another
_ENDS_OF_LINE = str.maketrans(dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
#: control characters, those that turn the direction of what follows, and halves of a character
_COMMANDS = ("Cc", "Cs")
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """A text without what a terminal would obey: control characters become ``�``; line ends stay."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join("\ufffd" if _is_command(letter) else letter for letter in text)


def one_line(text: str) -> str:
    """The same on a single line, whatever some program takes for the end of one."""
    return printable(text.translate(_ENDS_OF_LINE))


def _is_command(letter: str) -> bool:
    if letter in "\n\t":
        return False
    return letter in _TURNS or unicodedata.category(letter) in _COMMANDS
