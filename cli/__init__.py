"""The command `handleplan`: every part of the system, and what its operators need."""

from __future__ import annotations

import sys


def main() -> None:
    from cli.app import run

    sys.exit(run())
