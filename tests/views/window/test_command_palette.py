"""All that can be done now is found by its words, and done by Enter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from iss_viewer.views.shared.offer_list import Offer, ranked
from iss_viewer.views.window.command_palette import CommandPalette, offers_of

OFFERS = [
    Offer(words, "", lambda: None)
    for words in (
        "Run or freeze",
        "Frame the selected module",
        "One frame back",
        "Module Zvezda",
        "Quit",
    )
]


@pytest.mark.parametrize(
    ("typed", "first", "count"),
    [
        ("", "Run or freeze", 5), ("fra", "Frame the selected module", 2), ("BACK frame", "One frame back", 1),
        ("zv", "Module Zvezda", 1), ("  freeze ", "Run or freeze", 1), ("selected mod", "Frame the selected module", 1),
    ],
)  # fmt: skip
def test_what_begins_with_the_letters_comes_first(typed: str, first: str, count: int) -> None:
    found = ranked(OFFERS, typed)
    assert (found[0].words, len(found)) == (first, count)


@given(typed=st.text(max_size=30))
def test_whatever_is_typed_leaves_only_what_has_all_its_words(typed: str) -> None:
    for one in ranked(OFFERS, typed):
        assert all(part in one.words.casefold() for part in typed.casefold().split())


def test_only_what_can_be_done_now_is_offered(opened) -> None:
    window = opened.window
    words = {offer.words for offer in offers_of(window.menus.actions)}
    assert "Run or freeze" in words and "Quit" in words
    assert {a.text for a in window.menus.actions if not a.is_enabled()}.isdisjoint(words)


def test_enter_does_what_arrows_have_chosen(qtbot) -> None:
    palette = CommandPalette(None, OFFERS)
    qtbot.addWidget(palette)
    palette.show()
    qtbot.keyClicks(palette.found.typed, "fra")
    qtbot.keyClick(palette.found.typed, Qt.Key.Key_Down)
    qtbot.keyClick(palette.found.typed, Qt.Key.Key_Return)
    assert palette.chosen is not None and palette.chosen.words == "One frame back"
    assert not palette.isVisible()


def test_words_that_nothing_has_are_told_and_enter_does_nothing(qtbot) -> None:
    palette = CommandPalette(None, OFFERS)
    qtbot.addWidget(palette)
    palette.show()
    qtbot.keyClicks(palette.found.typed, "xyzzy")
    qtbot.keyClick(palette.found.typed, Qt.Key.Key_Return)
    assert palette.found.nothing.isVisible() and palette.isVisible() and palette.chosen is None


def test_a_module_is_selected_by_its_name(opened, monkeypatch) -> None:
    window = opened.window

    def typed(palette: CommandPalette) -> int:
        palette.found.typed.setText("module destiny")
        palette.chosen = palette.found.list.item(0).data(Qt.ItemDataRole.UserRole)
        return 1

    monkeypatch.setattr(CommandPalette, "exec", typed)
    window.menus.show_commands()
    assert window.context.selection.module == "LAB"
