"""Puts compiled functions into the wheel where ``make wheel`` has made them; other builds are plain.

Python and platform then stand in the wheel's name: elsewhere nothing of it would be found.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class KernelsHook(BuildHookInterface[Any]):
    """Asked by hatchling before it builds a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folder that the environment names."""
        folder = os.environ.get("ISS_VIEWER_KERNELS")
        if not folder or version != "standard":
            return
        python = f"cp{sys.version_info.major}{sys.version_info.minor}"
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["force_include"][folder] = "iss_viewer/kernels"
        build_data["pure_python"] = False
        build_data["tag"] = f"{python}-none-{platform}"
