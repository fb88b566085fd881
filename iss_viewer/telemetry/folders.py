"""Where recorded sessions lie unless a person says otherwise."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def sessions_folder() -> Path:
    """The folder of sessions, in the user's data."""
    return platformdirs.user_data_path("iss-viewer", appauthor=False) / "sessions"
