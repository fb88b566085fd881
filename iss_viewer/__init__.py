"""ISS Viewer: mission control for the air leaks of the International Space Station."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("iss-viewer")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+unknown"
