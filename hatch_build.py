"""Puts data, prompts and the fitted model into the wheel, where the packages look for them."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface):
    """``data/lexicons``, ``data/helplines.json``, ``data/model``, the dev messages (for learning), the fonts under classifiers, ``prompts`` under app."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the resources."""
        if version == "editable":
            return
        root = Path(self.root)
        build_data["force_include"].update(
            {
                str(root / "data" / "lexicons"): "classifiers/_data/lexicons",
                str(root / "data" / "helplines.json"): "classifiers/_data/helplines.json",
                str(root / "data" / "fonts"): "classifiers/_data/fonts",
                str(root / "prompts"): "app/_prompts",
                str(root / "data" / "model"): "classifiers/_data/model",
                str(root / "data" / "labelled" / "dev"): "classifiers/_data/labelled/dev",
            }
        )
