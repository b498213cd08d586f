"""Where the data files and the trained model lie, in a checkout and in an installed package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def data_dir() -> Path:
    """The folder ``data``: beside the packages in a checkout, ``classifiers/_data`` once installed."""
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _CHECKOUT / "data"


def model_dir() -> Path:
    """The folder of the fitted model, among the data."""
    return data_dir() / "model"
