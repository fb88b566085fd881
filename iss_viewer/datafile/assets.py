"""Where the data files lie: inside an installed wheel, or beside the package in a source tree."""

from __future__ import annotations

from pathlib import Path

from iss_viewer.datafile.mistakes import FileMistakes, Mistake, nearest

_PACKAGE = Path(__file__).resolve().parent.parent


def assets_dir() -> Path:
    """The folder of stations, scenarios, incidents and limits."""
    installed = _PACKAGE / "assets"
    return installed if installed.is_dir() else _PACKAGE.parent / "assets"


def named(kind: str) -> dict[str, Path]:
    """Name -> file of all assets of a kind: ``"stations"``, ``"scenarios"``, ``"incidents"``."""
    return {path.stem: path for path in sorted((assets_dir() / kind).glob("*.toml"))}


def find(kind: str, name_or_path: str) -> Path:
    """The file that a person means by a name such as ``prk-2024`` or by a path.

    Raises FileMistakes that names the nearest known name.
    """
    path = Path(name_or_path)
    if path.suffix == ".toml" or path.is_file():
        return path
    known = named(kind)
    if name_or_path in known:
        return known[name_or_path]
    message = f"no {kind.removesuffix('s')} has this name and no file either{nearest(name_or_path, known)}"
    raise FileMistakes([Mistake(path, 0, "", message)])
