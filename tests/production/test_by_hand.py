"""Worker and web as production runs them: PostgreSQL, the real engine, secrets from files."""

from __future__ import annotations

import json
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.cli.running import HANDLEPLAN, environment, eventually_answers
from tests.production.conftest import PASSWORD
from workers import embedded

pytestmark = [pytest.mark.postgres, pytest.mark.engine]
LOGIN = ("mette", "et langt kodeord")
RESIDENCE = [{"from": "2019-05-01", "country": "DK"}]
FACTS = {"benefit": "cash_assistance", "entered_on": "2019-05-01", "residence": RESIDENCE}
PERSON = {"cpr": "0101900000", "name": "Ida Prøve", "address": "Prøvevej 1"}


class Site:
    def __init__(self, folder: Path, database: str, engine_port: int) -> None:
        (folder / "secret").write_text(secrets.token_hex(48))
        (folder / "password").write_text(PASSWORD + "\n")
        self.web, self.worker = (f"http://127.0.0.1:{embedded.free_port()}" for _ in range(2))
        self.environment = environment(
            HANDLEPLAN_PRODUCTION="true", HANDLEPLAN_DATABASE_URL=database,
            HANDLEPLAN_DATABASE_PASSWORD_FILE=str(folder / "password"), HANDLEPLAN_SECRET_FILE=str(folder / "secret"),
            HANDLEPLAN_PORT=self.web.rpartition(":")[2], HANDLEPLAN_WORKER_PORT=self.worker.rpartition(":")[2],
            HANDLEPLAN_ALLOWED_HOSTS="handleplan.test", TEMPORAL_ADDRESS=f"127.0.0.1:{engine_port}",
        )  # fmt: skip

    def run(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run([*HANDLEPLAN, *words], env=self.environment, input=stdin, capture_output=True, text=True)

    @contextmanager
    def part(self, name: str, log: Path) -> Iterator[None]:
        with log.open("wb") as out:
            process = subprocess.Popen([*HANDLEPLAN, name], env=self.environment, stdout=out, stderr=out)
        try:
            yield
        finally:
            process.terminate()
            assert process.wait(15) == 0, log.read_text()

    def call(self, method: str, path: str, body: object = None, token: str = "", host: str = "handleplan.test") -> Any:
        headers = {"Content-Type": "application/json", "Host": host, "Accept-Language": "en"}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        data = json.dumps(body).encode() if body is not None else None
        with urlopen(Request(self.web + path, data, headers, method=method), timeout=20) as answer:
            return json.load(answer)


@pytest.fixture
def site(postgres: str, tmp_path: Path) -> Iterator[Site]:
    port = embedded.free_port()
    engine = embedded.start(port, None, tmp_path / "engine.log")
    made = Site(tmp_path, postgres, port)
    with ExitStack() as stack:
        stack.callback(engine.wait, 10)
        stack.callback(engine.terminate)
        refused = made.run("web")
        assert (refused.returncode, "handleplan db upgrade" in refused.stderr) == (2, True), refused.stderr
        upgraded = made.run("db", "upgrade")
        assert upgraded.returncode == 0, upgraded.stderr
        stack.enter_context(made.part("worker", tmp_path / "worker.log"))
        stack.enter_context(made.part("web", tmp_path / "web.log"))
        for address in (made.worker, made.web):
            eventually_answers(address)
        yield made


def test_a_case_opens_its_task_on_postgresql_and_all_promises_check_out(site: Site) -> None:
    name, password = LOGIN
    for role in ("supervisor", "benefit_officer", "caseworker"):
        added = site.run("user", "add", name, "--role", role, "--team", "Arbejdspligt", stdin=password + "\n")
        assert added.returncode == 0, added.stderr
    token = site.call("POST", "/api/v1/session", {"username": name, "password": password})["token"]
    body = {"programme": "obligation", "person": PERSON, "facts": FACTS}
    case_id = site.call("POST", "/api/v1/cases", body, token)["id"]
    task = _eventually_a_task(site, token, case_id)
    assert task["state"] == "reserved", "nobody else can take it"
    for words in (("reconcile",), ("replay",), ("audit", "verify")):
        done = site.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    with pytest.raises(HTTPError) as wrong:
        site.call("GET", "/healthz", host="evil.test")
    assert wrong.value.code == 400
    wrong.value.close()


def _eventually_a_task(site: Site, token: str, case_id: str) -> Any:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if found := site.call("GET", f"/api/v1/tasks?view=mine&case={case_id}", token=token)["items"]:
            return found[0]
        time.sleep(0.1)
    raise AssertionError("the case never opened its task")
