"""``python -m iss_viewer`` is ``iss-viewer``."""

from iss_viewer.cli import main

if __name__ == "__main__":
    main()
