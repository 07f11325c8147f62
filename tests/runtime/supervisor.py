"""Drives the demo as a user does: a process, its output, its signals."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Supervisor:
    """`make demo` without make, on a data folder of the test's own."""

    def __init__(self, var: Path, port: int, **more: str) -> None:
        ours = ("HILFENETZ_", "DATABASE_", "MAKE", "PORT")
        inherited = {
            name: value for name, value in os.environ.items() if name == "HILFENETZ_PG_BIN" or not name.startswith(ours)
        }
        self.var = var
        self.port = port
        self.output = ""
        self._lines: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "project.serve"], cwd=ROOT, text=True, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=inherited | {"HILFENETZ_VAR": str(var), "PORT": str(port)} | more,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def wait_for(self, text: str, seconds: float) -> None:
        """Read on until the text comes."""
        give_up = time.monotonic() + seconds
        while text not in self.output:
            assert time.monotonic() < give_up, self.output
            try:
                self.output += self._lines.get(timeout=0.5)
            except queue.Empty:
                assert self.process.poll() is None, self.output

    def end(self, how: signal.Signals | None = None, seconds: float = 60) -> int:
        """Send the signal and return the exit code; `output` then holds all that was said."""
        if how is not None:
            self.process.send_signal(how)
        code = self.process.wait(seconds)
        self._reader.join()
        while not self._lines.empty():
            self.output += self._lines.get()
        return code

    def processes(self) -> dict[int, str]:
        """Number and command of every process that works with this data folder."""
        found = {}
        needle = str(self.var).encode()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes()
                if needle in command or needle in (folder / "environ").read_bytes():
                    found[int(folder.name)] = command.replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                continue  # gone meanwhile, or another user's
        found.pop(os.getpid(), None)
        return {pid: command for pid, command in found.items() if command}

    def wait_until_alone(self, seconds: float = 20) -> None:
        give_up = time.monotonic() + seconds
        while left := self.processes():
            assert time.monotonic() < give_up, left
            time.sleep(0.1)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
