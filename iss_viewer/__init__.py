"""ISS Viewer: mission control for the air leaks of the International Space Station."""

#: found where it is asked for: what reads it takes as long to load as half a window
__version__: str


def __getattr__(name: str) -> str:
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("iss-viewer")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "0+unknown"
