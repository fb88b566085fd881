"""Host and port of a written address."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_and_port(address: str, usual_port: int) -> tuple[str, int]:
    """``host:port``, ``host`` or a URL such as ``mqtt://host:port``. Raises ValueError."""
    parts = urlsplit(address if "//" in address else f"//{address}")
    if not parts.hostname:
        raise ValueError(f"'{address}' has no host")
    return parts.hostname, parts.port or usual_port
