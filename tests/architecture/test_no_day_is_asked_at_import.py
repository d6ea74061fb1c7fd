"""What is worked out when a module is read is of that day for as long as the process lives."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("domain", "workflows", "activities", "workers", "web", "store", "cli", "tests", "tools", "benchmarks")
CLOCKS = {"now", "utcnow", "today"}
ALLOWED = {"tests.simulation.test_a_year": "a seed, which is to be another each time"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def trees() -> dict[str, ast.Module]:
    files = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(path.read_text())
            for path in files}  # fmt: skip


@cache
def imported(module: str) -> dict[str, str]:
    """Where each name comes from."""
    lines = (node for node in trees()[module].body if isinstance(node, ast.ImportFrom))
    return {alias.asname or alias.name: str(line.module) for line in lines for alias in line.names}


def called(module: str, node: ast.AST) -> set[str]:
    """The functions that it calls when it runs, with their modules; what waits in a lambda or a function does not run."""
    if isinstance(node, ast.Lambda | Function):
        return set()
    own = {home(module, ast.unparse(node.func))} if isinstance(node, ast.Call) else set()
    return own.union(*(called(module, child) for child in ast.iter_child_nodes(node)))


def home(module: str, name: str) -> str:
    """Where a function is made that a module calls so."""
    if name.rpartition(".")[2] in CLOCKS:
        return "clock"
    return f"{imported(module).get(name.partition('.')[0], module)}.{name}"


def at_import(body: list[ast.stmt]) -> Iterator[ast.AST]:
    for node in body:
        if isinstance(node, Function):
            yield from (*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults))
        elif isinstance(node, ast.ClassDef):
            yield from at_import(node.body)
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'"):
            yield node


def asking() -> set[str]:
    """All functions of modules that ask the day, themselves or through another."""
    calls = {f"{module}.{node.name}": set[str]().union(*(called(module, line) for line in node.body))
             for module, tree in trees().items() for node in tree.body if isinstance(node, Function)}  # fmt: skip
    found = {"clock"}
    while more := {name for name, theirs in calls.items() if theirs & found} - found:
        found |= more
    return found


def test_no_module_asks_the_day_when_it_is_read() -> None:
    ask = asking()
    assert "tests.support.world.today" in ask
    found = {f"{module} calls {name}" for module, tree in trees().items() if module not in ALLOWED
             for node in at_import(tree.body) for name in called(module, node) & ask}  # fmt: skip
    assert found == set()
