"""Loads what is slow after the port listens, and says plainly when something cannot be used."""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from classifiers.annotations import Screening
from classifiers.artifact import Model, ModelError
from classifiers.artifact import load as load_model
from classifiers.codebook import SafetyLevel
from classifiers.danger.ear import Ear
from classifiers.danger.rules import SafetyScreen
from classifiers.reading.reader import Reader

log = logging.getLogger("ropework")


Value = TypeVar("Value")


class Later(Generic[Value]):
    """A value that is loaded in the background once started; calling it waits for the value, or raises what loading raised: then the next call tries again."""

    def __init__(self, load: Callable[[], Value]) -> None:
        self._lock = threading.Lock()
        self._load = load
        self._future: Future[Value] | None = None

    def start(self) -> None:
        """Begin loading; a second call does nothing."""
        with self._lock:
            if self._future is None or (self._future.done() and self._future.exception() is not None):
                executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="later")
                self._future = executor.submit(self._load)
                executor.shutdown(wait=False)

    def __call__(self) -> Value:
        """The value."""
        self.start()
        assert self._future is not None
        return self._future.result()


@dataclass(frozen=True, slots=True)
class LaterScreen:
    """The safety screen, waited for when first needed: no message is answered before it is there."""

    rules: "Later[SafetyScreen | BrokenScreen]"

    def screen(self, text: str, history: Sequence[str] = ()) -> Screening:
        """What the screen finds."""
        return self.rules().screen(text, history)


class BrokenScreen:
    """Stands where the safety screen should be when its rules cannot be loaded: every message gets help."""

    def screen(self, text: str, history: Sequence[str] = ()) -> Screening:  # noqa: ARG002 - the screen's own shape
        """Danger, always: a screen that failed counts as flagged."""
        return Screening(level=SafetyLevel.DANGER, failed=True)


def load_screen(folder: Path) -> SafetyScreen | BrokenScreen:
    """The safety screen, or one that fails closed: the app must come up and show help whatever the rules are."""
    try:
        return SafetyScreen.load(folder)
    except Exception as error:
        log.error("the safety screen cannot be loaded (%s): every message gets help", error)
        return BrokenScreen()


@dataclass(slots=True)
class ReaderLoader:
    """Loads the reader once in the background; ``reader()`` waits for it."""

    models: Path
    load: Callable[[Path], Model] = load_model
    _done: threading.Event = field(default_factory=threading.Event)
    _started: threading.Lock = field(default_factory=threading.Lock)
    _model: Model | None = None
    _why: str = ""

    def start(self) -> None:
        """Begin loading; a second call does nothing."""
        if self._started.acquire(blocking=False):
            threading.Thread(target=self._run, name="reader", daemon=True).start()

    def _run(self) -> None:
        try:
            self._model = self.load(self.models)
        except ModelError as error:
            self._why = str(error)
            log.warning("the reader is not available: %s", error)
        except Exception as error:  # the page must come up whatever a damaged model does
            self._why = f"the reader failed to start ({type(error).__name__})"
            log.exception("the reader failed to start")
        finally:
            self._done.set()

    def reader(self, timeout: float = 30.0) -> Reader | None:
        """The reader, or None when it cannot be used; waits for loading to end."""
        self.start()
        self._done.wait(timeout)
        return self._model.reader if self._model else None

    def ear(self) -> Ear | None:
        """The second ear for danger, or None while it loads or when it cannot be used; never waits."""
        return self._model.ear if self._model else None

    @property
    def trouble(self) -> str:
        """Why there is no reader; empty while loading and when all is well."""
        return self._why
