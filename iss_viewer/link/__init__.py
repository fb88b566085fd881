"""Carrying frames up and commands down between processes. It must not know what they mean."""

from iss_viewer.link.link import Ended, Link, Message, Mode, Opened, Pace, Recalled, Refused

__all__ = ["Ended", "Link", "Message", "Mode", "Opened", "Pace", "Recalled", "Refused"]
