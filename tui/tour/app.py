"""The app that shows the tour and nothing else."""

from __future__ import annotations

from textual.screen import Screen

from tui.app import StetApp
from tui.tour.sample import Sample
from tui.tour.screen import TourScreen


class TourApp(StetApp):
    """Needs no library: the tour has its own."""

    CSS_PATH = "../stet.tcss"

    def __init__(self, annotator: str) -> None:
        self._sample = Sample()
        super().__init__(self._sample.library, [], annotator)

    def get_default_screen(self) -> Screen[None]:
        return TourScreen(self._sample, self.annotator)


def run(annotator: str) -> int:
    return TourApp(annotator).sit()
