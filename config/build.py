"""Tells the installer which libraries Headway needs: those that requirements/base.in names."""

from __future__ import annotations

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Requirements(MetadataHookInterface):
    """Reads the direct requirements, so that they are written down once."""

    def update(self, metadata: dict[str, object]) -> None:
        lines = (Path(self.root) / "requirements" / "base.in").read_text().splitlines()
        names = (line.partition("#")[0].strip() for line in lines)
        metadata["dependencies"] = [name for name in names if name]
