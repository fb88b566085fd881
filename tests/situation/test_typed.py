"""What people typed is shown as text: nothing in it is obeyed by a terminal or ends a line."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.situation.words.typed import one_line, printable


@given(st.text(st.characters(codec=None)))
def test_what_is_shown_holds_no_command_to_a_terminal_and_no_half_of_a_letter(text):
    shown = printable(text)
    assert len(shown) == len(text)
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") for c in shown)
    shown.encode()


@given(st.text())
def test_a_line_stays_one_line_for_every_program(text):
    assert len(one_line(f"# {text}").splitlines()) == 1


def test_words_of_all_languages_stay_as_they_were_typed():
    for text in ("a [/red] b", "Утечка воздуха\nв ПрК", "漏气 😀", "مرحبا"):
        assert printable(text) == text
