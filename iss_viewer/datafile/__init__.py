"""How every TOML file of the project is read: strictly, with all mistakes at once, each with file,
line, field and what is allowed. It knows no word of the field: neither modules nor leaks.
"""

from iss_viewer.datafile.assets import assets_dir, find, named
from iss_viewer.datafile.editing import SetValue, with_values
from iss_viewer.datafile.mistakes import Complaint, FileMistakes, Mistake, nearest, unknown
from iss_viewer.datafile.parsing import parse, text_of
from iss_viewer.datafile.reading import Strict, read, read_document, read_text

__all__ = [
    "Complaint",
    "FileMistakes",
    "Mistake",
    "SetValue",
    "Strict",
    "assets_dir",
    "find",
    "named",
    "nearest",
    "parse",
    "read",
    "read_document",
    "read_text",
    "text_of",
    "unknown",
    "with_values",
]
