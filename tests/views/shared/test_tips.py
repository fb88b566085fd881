"""What somebody typed is text in a tool tip too."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.situation.module_state import ModuleState
from iss_viewer.station import read_station
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.shared.widgets import as_tip
from iss_viewer.views.station.tooltips import module_words


class Reader(HTMLParser):
    """The text of a page, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags = "", []
        self.feed(page)
        self.close()

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60))
def test_a_tip_shows_a_text_letter_by_letter(text):
    tip = as_tip(text)
    if "<" not in text:
        assert tip == text
    else:
        read = Reader(tip)
        assert read.tags == ["p"]
        assert read.text == text


def test_a_module_with_markup_in_its_name_is_named_by_it():
    module = read_station("iss").module("LAB").model_copy(update={"name": "<img src=x> Lab"})
    read = Reader(module_words(module, ModuleState(), UNIT_SYSTEMS[0]))
    assert "img" not in read.tags
    assert "<img src=x> Lab" in read.text
