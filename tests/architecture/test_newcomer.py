"""docs/architecture.md answers a newcomer's twelve questions with paths, and CONTRIBUTING.md its recipes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATH = re.compile(r"`((?:iss_viewer|assets|tests|docs|scripts)/[\w./-]+)`")


def questions() -> list[str]:
    """The numbered questions of the newcomer's test, each with its answer."""
    page = (ROOT / "docs/architecture.md").read_text()
    section = page.split("## A newcomer's test")[1].split("\n## ")[0]
    return re.split(r"\n\d+\. ", section)[1:]


def test_there_are_twelve_questions():
    assert len(questions()) == 12


@pytest.mark.parametrize("question", questions(), ids=lambda text: text.split("`")[0][:40])
def test_a_question_is_answered_by_paths_that_exist(question):
    named = PATH.findall(question)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/mutants.md", "docs/decisions.md"])
def test_the_paths_that_a_page_names_exist(page):
    named = PATH.findall((ROOT / page).read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_an_event_touches_four_files_a_channel_three_and_a_panel_two():
    page = (ROOT / "CONTRIBUTING.md").read_text()
    for heading, most in (("A channel", 3), ("A kind of event", 4), ("A panel", 2)):
        recipe = page.split(f"### {heading}")[1].split("\n### ")[0]
        assert len(re.findall(r"^\d\. ", recipe, re.MULTILINE)) <= most
