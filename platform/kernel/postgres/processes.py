"""What the operating system says about processes: who is the server of a folder, who outlives whom."""

import ctypes
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1


def die_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """A preexec_fn that lets Linux signal the child when its parent is killed; elsewhere None."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0)

    return ask


def is_postmaster(pid: int, data_dir: Path) -> bool:
    """Whether this process is the folder's server: numbers are reused, so postmaster.pid proves nothing."""
    if sys.platform == "linux":
        try:
            return (
                Path(f"/proc/{pid}/cwd").samefile(data_dir) and b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
            )
        except OSError:
            return False  # no such process, or none of ours
    command = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
    return "postgres" in command and str(data_dir) in command
