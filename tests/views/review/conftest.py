"""Fixtures of the review: the prepared run as if it were recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.situation.moment import OpenRun
from tests.views import prepared


@pytest.fixture
def recorded(posted):
    """The context on the prepared run, as if it were recorded."""
    opened = replace(prepared.opened(), recording=prepared.RECORDING)
    posted.context.open(OpenRun(opened, posted.context.run.history))
    posted.show()
    return posted.context
