"""Puts data, prompts and the trained model into the wheel, where the packages look for them."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface):
    """``data/lexicons``, ``data/helplines.json`` and ``var/model`` under classifiers, ``prompts`` under app."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the resources; raises FileNotFoundError when the model was not trained yet."""
        if version == "editable":
            return
        root = Path(self.root)
        model = root / "var" / "model"
        if not model.is_dir():
            raise FileNotFoundError("the model is not trained yet: run `make setup` first")
        build_data["force_include"].update(
            {
                str(root / "data" / "lexicons"): "classifiers/_data/lexicons",
                str(root / "data" / "helplines.json"): "classifiers/_data/helplines.json",
                str(root / "prompts"): "app/_prompts",
                str(model): "classifiers/_model",
            }
        )
