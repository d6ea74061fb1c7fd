"""The ports that the parts and the tests listen on."""

from __future__ import annotations

import socket
import subprocess
import sys

from workers import embedded


def _of_another_process() -> set[int]:
    program = "from workers.embedded import free_port; print(*(free_port() for _ in range(200)))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {int(word) for word in told.stdout.split()}


def test_a_port_is_not_given_twice_nor_by_two_processes_started_together() -> None:
    own = [embedded.free_port() for _ in range(200)]
    assert len(set(own)) == len(own)
    first, second = _of_another_process(), _of_another_process()
    assert len(first) == len(second) == 200
    assert not first & second


def test_a_port_on_which_something_listens_is_passed_over() -> None:
    given = embedded.free_port()
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", given + 1 if given + 1 in embedded.PORTS else embedded.PORTS[0]))
        sock.listen()
        assert embedded.free_port() != sock.getsockname()[1]
