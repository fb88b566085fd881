"""Every sentence about what happened and what is concluded, made of the typed values of events. It must
not know how they were concluded.
"""

from iss_viewer.situation.words.advice import AdviceWords
from iss_viewer.situation.words.words import Words

__all__ = ["AdviceWords", "Words"]
