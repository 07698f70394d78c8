"""The screen in a browser, shown there by `stet serve` or textual-serve, which start the program without a terminal.

Textual's driver for it, mended where the browser or the server is gone: the program would wait for ever, or end with
what it has not saved. What is done then is the business of `job_control`.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Protocol, cast

from textual.app import App
from textual.drivers.web_driver import WebDriver

from tui.terminal import served

_GONE: Final = ("quit", "exit")
"""What the server says when nobody looks any more."""


class Host(Protocol):
    """What the driver tells an app, in the app's own thread."""

    def hung_up(self) -> None: ...

    def take_files(self, files: list[Path]) -> None: ...


class BrowserDriver(WebDriver):
    """For an app that is a `Host`."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._screen_loop = asyncio.get_running_loop()
        self._host = cast(Host, app)
        if served.is_served():
            served.tell_by(self.write_meta)

    def start_application_mode(self) -> None:
        ours = signal.getsignal(signal.SIGTERM)  # it saves; Textual's would not
        super().start_application_mode()
        self._screen_loop.remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, ours)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        if packet_type in _GONE:
            self._hang_up()
        elif packet_type == "uploaded":
            self._take_uploads(payload)
        else:
            super().on_meta(packet_type, payload)

    def _take_uploads(self, payload: dict[str, object]) -> None:
        names, folder = payload.get("names"), served.folder()
        if folder is not None and isinstance(names, list):
            files = [folder / served.UPLOADS / name for name in names if isinstance(name, str)]
            with suppress(RuntimeError):  # as below
                self._screen_loop.call_soon_threadsafe(self._host.take_files, files)

    def run_input_thread(self) -> None:
        super().run_input_thread()
        self._hang_up()  # the server has closed our input

    def _hang_up(self) -> None:
        if not self.exit_event.is_set():
            with suppress(RuntimeError):  # the app has ended meanwhile
                self._screen_loop.call_soon_threadsafe(self._host.hung_up)

    def stop_application_mode(self) -> None:
        with suppress(BrokenPipeError):  # nobody is there to be told
            super().stop_application_mode()
