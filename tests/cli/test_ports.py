"""The ports that the parts and the tests listen on."""

from __future__ import annotations

import socket
import subprocess
import sys

from workers import embedded

PROGRAM = "from workers.embedded import free_port; print(*(free_port() for _ in range(100)))"


def test_a_port_is_not_given_twice_nor_by_two_processes_started_together() -> None:
    own = [embedded.free_port() for _ in range(100)]
    assert len(set(own)) == len(own)
    started = [subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    first, second = ({int(word) for word in process.communicate()[0].split()} for process in started)
    assert len(first) == len(second) == 100
    assert not first & second


def test_a_port_on_which_something_listens_is_passed_over() -> None:
    given = embedded.free_port()
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", given + 1 if given + 1 in embedded.PORTS else embedded.PORTS[0]))
        sock.listen()
        assert embedded.free_port() != sock.getsockname()[1]
