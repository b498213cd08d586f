"""What is being typed: in this server's memory only, a draft for each tab and talk, so that two tabs never overwrite each other's."""

import threading
from dataclasses import dataclass

MOST = 50  # drafts kept; the oldest goes
LONGEST = 25_000  # characters


@dataclass(frozen=True, slots=True)
class _Draft:
    tab: str
    place: str
    text: str
    free: bool = False


class Drafts:
    """``tab`` names a browser's tab, ``place`` the talk ("" for a new one)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drafts: list[_Draft] = []

    def keep(self, tab: str, place: str, text: str, *, free: bool = False) -> None:
        """Keep ``text``, in place of what this tab had there; ``free`` says that the tab is going and another may take it up."""
        if len(text) > LONGEST:
            return
        with self._lock:
            self._drafts = [one for one in self._drafts if (one.tab, one.place) != (tab, place)]
            if text:
                self._drafts.append(_Draft(tab, place, text, free))
            del self._drafts[:-MOST]

    def shown(self, place: str) -> str:
        """What a page opened at ``place`` begins with: the newest draft whose tab is gone."""
        with self._lock:
            return next((one.text for one in reversed(self._drafts) if one.free and one.place == place), "")

    def take(self, tab: str, place: str) -> str:
        """The draft of this tab, else the newest one whose tab is gone, from now on this tab's."""
        with self._lock:
            found = self._of(tab, place)
            if found is None:
                return ""
            self._drafts.remove(found)
            self._drafts.append(_Draft(tab, place, found.text))
            return found.text

    def _of(self, tab: str, place: str) -> _Draft | None:
        here = [one for one in self._drafts if one.place == place]
        mine = [one for one in here if one.tab == tab]
        free = [one for one in here if one.free]
        return (mine or free or [None])[-1]  # type: ignore[list-item]

    def sent(self, tab: str, place: str, text: str) -> None:
        """A message was sent from this tab: its draft goes, and any other that holds the very same words (a page without scripts has no tab)."""
        with self._lock:
            self._drafts = [
                one
                for one in self._drafts
                if (one.tab, one.place) != (tab, place) and (one.place, one.text.strip()) != (place, text.strip())
            ]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._drafts.clear()
