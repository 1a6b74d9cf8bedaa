"""The Locust process with all the people, seen from `loadtest/run`: started, given orders, and read out at the end."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from array import array
from pathlib import Path

import msgspec

from . import plan as files
from .ledger import percentile
from .stage import ServerFailed

END_SECONDS = 60
LOCUSTFILE = Path(__file__).with_name("locustfile.py")

now = time.monotonic


class People:
    """A context manager; `folder` gets the files and Locust's report.html."""

    def __init__(self, plan: files.Plan, folder: Path) -> None:
        self.plan = plan
        self.folder = folder
        self.result = files.Result()
        self.deliveries: list[tuple[float, float]] = []

    def __enter__(self) -> "People":
        for name in (files.ORDERS, files.PROGRESS, files.RESULT, files.DELIVERIES):
            (self.folder / name).unlink(missing_ok=True)
        files.write(self.folder / files.PLAN, self.plan)
        command = [sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), "--headless", "--only-summary"]
        command += ["-H", self.plan.host, "--html", str(self.folder / "report.html"), "--stop-timeout", "10"]
        self._log = self.folder / "locust.log"
        environment = {**os.environ, files.VARIABLE: str((self.folder / files.PLAN).resolve())}
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "--loglevel", "WARNING"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment,
            )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(15)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def order(self, mode: str, room: int | None = None) -> None:
        files.write(self.folder / files.ORDERS, files.Orders(mode, room))

    def progress(self) -> files.Progress:
        try:
            return msgspec.json.decode((self.folder / files.PROGRESS).read_bytes(), type=files.Progress)
        except FileNotFoundError:
            return files.Progress()

    def check(self) -> None:
        """Raises ServerFailed when the people are gone."""
        if self._process.poll() is not None:
            raise ServerFailed(f"Locust ended with {self._process.returncode}:\n{self._last_words()}")

    def _last_words(self) -> str:
        return self._log.read_text(errors="replace").strip()[-3000:]

    def when_ready(self, seconds: float) -> None:
        """Returns once everybody is where the plan wants them."""
        end = now() + seconds
        while not self.progress().ready:
            self.check()
            if now() > end:
                raise ServerFailed(
                    f"not everybody came in within {seconds:.0f} s; here are {self.progress().here}:\n{self._last_words()}"
                )
            time.sleep(0.1)

    def end(self) -> None:
        """Nothing more is said; waits until all that was said is judged, and takes the result."""
        self.order("end")
        try:
            code = self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            raise ServerFailed(f"Locust did not end:\n{self._last_words()}") from None
        if code:
            raise ServerFailed(f"Locust ended with {code}:\n{self._last_words()}")
        self.result = msgspec.json.decode((self.folder / files.RESULT).read_bytes(), type=files.Result)
        numbers = array("d")
        numbers.frombytes((self.folder / files.DELIVERIES).read_bytes())
        self.deliveries = list(zip(numbers[::2], numbers[1::2], strict=True))

    def delays(self, spans: list[tuple[float, float]]) -> list[float]:
        """Seconds that each message posted within these times took to each who heard it; shortest first."""
        return sorted(
            delay for posted_at, delay in self.deliveries if any(begin <= posted_at < end for begin, end in spans)
        )

    def delivery_figures(self, spans: list[tuple[float, float]], suffix: str = "") -> dict[str, float]:
        delays = self.delays(spans)
        shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "longest": 1.0}
        return {f"delivery_{name}_ms{suffix}": percentile(delays, share) * 1000 for name, share in shares.items()}

    def fullest_minute(self) -> int:
        """The most messages that were accepted within any 60 s."""
        times, first, most = sorted(self.result.accepted_at), 0, 0
        for last, at in enumerate(times):
            while times[first] <= at - 60:
                first += 1
            most = max(most, last - first + 1)
        return most
