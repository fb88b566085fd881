"""What shows that the simulated air is right: each case against an authority that is not ours."""

from iss_viewer.studies.validation.document import write_validation

__all__ = ["write_validation"]
