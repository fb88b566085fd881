"""Prove the detector on readings of real instruments, untouched and with leaks planted in them."""

from iss_viewer.studies.real.document import write_real_study

__all__ = ["write_real_study"]
