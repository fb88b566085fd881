"""The colours of a TOML text: heads of tables, keys, texts and remarks, in the tokens of a palette."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from iss_viewer.views.style.theme import Palette, mixed

_PIECE = re.compile(
    r"""(?P<remark>\#.*$)|(?P<head>^\s*\[{1,2}[^\]\n]*\]{1,2})|(?P<key>(?:^|(?<=[{,]))\s*[\w."'-]+(?=\s*=))"""
    r"""|(?P<open>\"{3}|'{3})|(?P<text>"(?:[^"\\]|\\.)*"?|'[^']*'?)"""
)
_OUTSIDE, _IN_DOUBLE, _IN_SINGLE = -1, 1, 2
_QUOTES = {_IN_DOUBLE: '"""', _IN_SINGLE: "'''"}


class TomlColours(QSyntaxHighlighter):
    """Paints a document as it is written."""

    def __init__(self, document: QTextDocument, palette: Palette) -> None:
        super().__init__(document)
        self._formats = _formats(palette)

    def use_palette(self, palette: Palette) -> None:
        """Paint it in other colours."""
        self._formats = _formats(palette)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Paint a line; a text of several lines goes on in the next."""
        at, state = 0, self.previousBlockState()
        if state in _QUOTES:
            at = self._paint_long(text, 0, 0, state)
        else:
            self.setCurrentBlockState(_OUTSIDE)
        while at < len(text):
            found = _PIECE.search(text, at)
            if found is None:
                return
            kind, begin, at = str(found.lastgroup), found.start(), found.end()
            if kind == "open":
                state = _IN_DOUBLE if found[0] == '"""' else _IN_SINGLE
                at = self._paint_long(text, begin, at, state)
            else:
                self.setFormat(begin, at - begin, self._formats[kind])

    def _paint_long(self, text: str, begin: int, inside: int, state: int) -> int:
        """Paint a text of several lines as far as it goes in this line; where it ends there."""
        end = text.find(_QUOTES[state], inside)
        at = len(text) if end < 0 else end + 3
        self.setCurrentBlockState(state if end < 0 else _OUTSIDE)
        self.setFormat(begin, at - begin, self._formats["text"])
        return at


def _formats(palette: Palette) -> dict[str, QTextCharFormat]:
    colours = {
        "remark": palette.muted,
        "head": palette.text,
        "key": palette.soft,
        "text": mixed(palette.accent, palette.text, 0.55),
    }
    made = {name: QTextCharFormat() for name in colours}
    for name, colour in colours.items():
        made[name].setForeground(QColor(colour))
    made["remark"].setFontItalic(True)
    made["head"].setFontWeight(QFont.Weight.Bold)
    return made
