"""`./run bench [--quick] [a b c d e f g h i]`: one table, a floor beside each figure, taken in the same run."""

from __future__ import annotations

import argparse
import time
from importlib import import_module

from benchmarks.harness import Row, Scale, say, table

FIGURES = {"a": "a_cases", "b": "b_decisions", "c": "c_inbox", "d": "d_import", "e": "e_running", "f": "f_weeks",
           "g": "g_matching", "h": "h_pages", "i": "i_listeners"}  # fmt: skip
BEFORE_EXIT = 0.1


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows and rounds: minutes become seconds")
    parser.add_argument("names", nargs="*", choices=[*FIGURES, []], help="which figures; all if none is named")
    given = parser.parse_args()
    rows: list[Row] = []
    try:
        for name in given.names or FIGURES:
            rows += import_module(f"benchmarks.{FIGURES[name]}").rows(Scale(given.quick))
    finally:
        print(table(rows), flush=True)
    missed = [row.what for row in rows if row.met is False]
    say(f"{len(missed)} aims missed" + (": " + "; ".join(missed) if missed else "."))
    # The engine's client may abort the interpreter at exit without it (sdk-python#300).
    time.sleep(BEFORE_EXIT)


if __name__ == "__main__":
    main()
