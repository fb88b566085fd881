"""The words that a layout shows, for tests of pages."""

from __future__ import annotations


def texts(layout) -> list[str]:
    """All words in a layout, nested ones too."""
    found = []
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item.layout() is not None:
            found += texts(item.layout())
        elif item.widget() is not None:
            widget = item.widget()
            if widget.layout() is not None:
                found += texts(widget.layout())
            elif hasattr(widget, "text"):
                found.append(widget.text())
    return found
