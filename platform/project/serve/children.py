"""Processes that are started, watched and surely ended."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kernel.postgres.processes import die_with_parent

STOP_SECONDS = 15


class Failed(Exception):
    """The demo cannot go on; the message is for the person at the keyboard."""


class Child:
    """A process in a group of its own: Ctrl-C reaches it only through us, and no grandchild is left."""

    def __init__(
        self,
        name: str,
        command: list[str],
        *,
        log: Path,
        environment: Mapping[str, str],
        folder: Path,
        shown: bool = False,
    ) -> None:
        self.name = name
        self.log = log
        self._stopped = False
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if shown else output, stderr=output,
                cwd=folder, env=environment, text=True, errors="replace",
                start_new_session=True, preexec_fn=die_with_parent(signal.SIGTERM),
            )  # fmt: skip

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

    def finish(self) -> int:
        """Wait for its end, show what it prints if it was started so, and return the exit code."""
        reader = threading.Thread(target=self._show)
        reader.start()
        while self._process.poll() is None:
            pause()
        self.stop()
        reader.join()
        return self._process.returncode

    def stop(self) -> None:
        """Ask it to end, then see that nothing of its group is left. Only once: numbers are reused."""
        if self._stopped:
            return
        self._stopped = True
        if self.exit_code is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # the normal case: all of the group has ended
        self._process.wait()

    def _show(self) -> None:
        for line in self._process.stdout or ():
            say(f"  {line.rstrip()}")

    def failure(self, sentence: str) -> Failed:
        """The sentence, the log's path, and its last lines."""
        lines = self.log.read_text(errors="replace").rstrip().splitlines()[-12:]
        quoted = "".join(f"\n    {line}" for line in lines)
        return Failed(f"{sentence} Protokoll: {self.log}{quoted}")


class Interrupted(Exception):
    """Ctrl-C, a closed terminal, or a request to end."""


class _Requests:
    """Whether someone asked us to end. A handler that raises could do so while a lock is held; this cannot."""

    came = False


def listen_for_signals() -> None:
    """From now on a signal to end takes effect at the next pause()."""
    signals = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup wants to outlive the terminal
        signals.append(signal.SIGHUP)

    def note(number: int, frame: object) -> None:
        _Requests.came = True

    for each in signals:
        signal.signal(each, note)


def pause(seconds: float = 0.1) -> None:
    """Wait a moment. Raises Interrupted when someone asked us to end."""
    if _Requests.came:
        raise Interrupted
    time.sleep(seconds)


def say(text: str = "", *, end: str = "\n") -> None:
    """To the screen at once; that the terminal was closed is no reason to leave processes behind."""
    try:
        print(text, end=end, flush=True)
    except OSError:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - for the rest of the process
