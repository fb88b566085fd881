"""Whether advice harms anybody who follows it to the letter: holes everywhere, a crew with human times."""

from iss_viewer.studies.harm.document import write_harm_study

__all__ = ["write_harm_study"]
