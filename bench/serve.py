"""What a browser costs, against a terminal in one run: a key to its frame, CPU of the server a key, memory of a tab.

    python bench/serve.py [--keys N] [--tabs N]

The reader is open on a terminal and in tabs of `stet serve`, on one library, and the same keys are pressed in both by
turns, so that a noisy machine is noisy for both. The clock runs from a key's bytes to the last of its frame, on the
socket as a page gets it, without what the page then does with it. Budgets: a key 3 x the terminal's; 2 ms of the
server's CPU a key, the frames that it passes on included; 90 MB resident a tab, with what it shares with other programs
counted in full. Linux only. Needs the extra `serve`, and pyte.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import aiohttp
from terminal import PROCESS_CLOCK, Terminal

STET: Final = Path(sys.executable).with_name("stet")
SEEDS: Final = Path(__file__).parents[1] / "seeds"
KEYS: Final = "jjjkjjkjkk"
"""One after the other, again and again."""
PAUSE: Final = 0.002
"""Seconds without output after which a frame is whole, as in `terminal`."""
QUIET: Final = 0.04
PATIENCE: Final = 10.0
KEY, CPU, MEMORY = 3.0, 2.0, 90.0


class Server(NamedTuple):
    process: int
    address: str
    key: str


@contextmanager
def serving(library: Path) -> Iterator[Server]:
    command: list[str | Path] = [STET, "serve", "--port", "0", "--library", library, *sorted(SEEDS.glob("*.txt"))]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = next(match for line in process.stderr if (match := re.search(r"(http://[\d.:]+)/#(\S+)", line)))
        try:
            yield Server(process.pid, found[1], found[2])
        finally:
            process.terminate()
            process.communicate()


class Tab:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def press(self, key: str) -> float:
        """Milliseconds until the last of its frame."""
        sent = time.perf_counter()
        await self._socket.send_json(["stdin", key])
        await self._socket.receive(PATIENCE)
        last = await self._settle(PAUSE)
        await self._settle(QUIET)
        return (last - sent) * 1000

    async def settle(self) -> None:
        await self._settle(1.0)

    async def _settle(self, quiet: float) -> float:
        """Read until nothing more comes; when the last came."""
        last = time.perf_counter()
        while True:
            reading = asyncio.ensure_future(self._socket.receive())
            done, _ = await asyncio.wait({reading}, timeout=quiet)
            if not done:
                reading.cancel()
                await asyncio.wait({reading})
                return last
            last = time.perf_counter()


@asynccontextmanager
async def browser(server: Server) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Origin": server.address}
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(server.address, cookie_jar=jar, headers=headers) as session:
        async with session.post("/enter", data=server.key) as answer:
            answer.raise_for_status()
        yield session


def cpu(process: int) -> float:
    """Milliseconds so far, of all threads."""
    return time.clock_gettime_ns(~process << 3 | PROCESS_CLOCK) / 1e6


def children(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def megabytes(process: int, what: str) -> float:
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


async def measure(library: Path, presses: int, tabs: int) -> bool:
    """Print it; whether the budgets are kept."""
    argv = [str(STET), "--library", str(library), *map(str, sorted(SEEDS.glob("*.txt")))]
    with serving(library) as server, Terminal(argv, 120, 40) as terminal:
        async with browser(server) as session, AsyncExitStack() as open_tabs:
            shown = []
            for _ in range(tabs):
                address = f"/ws?width=120&height=40&tab={secrets.token_hex(16)}"
                shown.append(Tab(await open_tabs.enter_async_context(session.ws_connect(address))))
                await shown[-1].settle()
            terminal.wait_for("let stand")
            terminal.settle(1.0)
            there, here, spent = [], [], 0.0
            for press in range(presses):
                key = KEYS[press % len(KEYS)]
                there.append(terminal.cost(key).clock)
                before = cpu(server.process)
                here.append(await shown[0].press(key))
                spent += cpu(server.process) - before
            programs = children(server.process)
            resident = [megabytes(one, "VmRSS") for one in programs]
            space = max(megabytes(one, "VmPeak") for one in programs)
            own = megabytes(server.process, "VmRSS")
    ratio = statistics.median(here) / statistics.median(there)
    each, largest = spent / presses, max(resident)
    print(f"a key to its frame: terminal {statistics.median(there):.1f} ms, tab {statistics.median(here):.1f} ms")
    print(f"  {ratio:5.2f} of {KEY}   p90 {_p90(there):.1f} and {_p90(here):.1f} ms")
    print(f"server’s CPU a key: {each:.2f} of {CPU} ms")
    print(f"a tab’s memory: {largest:.0f} of {MEMORY:.0f} MB, with {len(resident)} tabs; address space {space:.0f} MB")
    print(f"the server’s own: {own:.0f} MB")
    return ratio <= KEY and each <= CPU and largest <= MEMORY


def _p90(samples: list[float]) -> float:
    return statistics.quantiles(samples, n=10)[-1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=int, default=100)
    parser.add_argument("--tabs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        subprocess.run([STET, "add", "--library", library, SEEDS], check=True, capture_output=True)
        return 0 if asyncio.run(measure(library, options.keys, options.tabs)) else 1


if __name__ == "__main__":
    sys.exit(main())
