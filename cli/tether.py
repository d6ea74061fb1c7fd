"""Become a command that dies with its parent: `python -IS tether.py PARENT_PID COMMAND…`.

Standard library only and started without site-packages, because every part of `handleplan up` pays for it.
"""

import contextlib
import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, *command = sys.argv[1:]
    # Where there is no prctl, which is not Linux, a killed supervisor leaves its parts behind.
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # Ctrl-C reaches the whole group at once; the engine must outlive the worker, so the supervisor alone obeys.
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    if os.getppid() != int(parent):
        sys.exit(1)  # The parent died before the signal was asked for.
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
