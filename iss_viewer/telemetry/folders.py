"""Where recorded sessions lie unless a person says otherwise."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def make_private(folder: Path) -> None:
    """Make a folder that only its owner looks into, if it is not there yet. Raises OSError."""
    if not folder.parent.exists():
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def sessions_folder() -> Path:
    """The folder of sessions, in the user's data."""
    return platformdirs.user_data_path("iss-viewer", appauthor=False) / "sessions"
