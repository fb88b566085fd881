"""The refusal of an event or command that makes no sense."""


class Malformed(ValueError):
    """An event or a command that this version does not understand, with what is wrong in plain words."""
