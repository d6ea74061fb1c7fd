"""docker-compose.yml is well formed and names only settings that exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
OWN = ("upgrade", "worker", "web")
TEMPORAL_NAMES = {"TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE", "TEMPORAL_DEFAULT_NAMESPACE"}
ONE_SHOT = {"temporal-schema", "temporal-namespace", "upgrade"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text())["services"])


def test_it_follows_the_compose_specification() -> None:
    check = Path(sys.executable).with_name("check-jsonschema")
    done = subprocess.run([check, "--builtin-schema", "vendor.compose-spec", COMPOSE], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", ["docker-compose.yml", "Dockerfile"])
def test_every_setting_that_is_named_exists(file: str) -> None:
    named = set(re.findall(r"HANDLEPLAN_[A-Z_]+", (ROOT / file).read_text()))
    assert named
    assert named <= {PREFIX + field.upper() for field in Settings.model_fields}


def test_every_temporal_variable_is_one_that_is_read(services: dict[str, Any]) -> None:
    named = {name for service in services.values() for name in service.get("environment", {})}
    assert {name for name in named if name.startswith("TEMPORAL_")} <= TEMPORAL_NAMES


def test_every_service_that_stays_has_a_health_check_and_every_service_a_limit(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert "healthcheck" in service or name in ONE_SHOT | {"temporal-ui"}, name
        assert {"cpus", "memory"} <= set(service["deploy"]["resources"]["limits"]), name


def test_no_secret_stands_in_the_file_and_nothing_but_this_machine_is_listened_to(services: dict[str, Any]) -> None:
    for name, service in services.items():
        environment = service.get("environment", {})
        assert not [k for k in environment if k.endswith(("PASSWORD", "PWD", "SECRET"))], name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name
        assert all("env_file" not in service for service in services.values())


def test_our_services_are_production_without_root_rights(services: dict[str, Any]) -> None:
    for name in OWN:
        assert services[name]["environment"]["HANDLEPLAN_PRODUCTION"] == "true"
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["read_only"] is True
    assert re.search(r"^USER handleplan$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def test_scripts_are_valid_shell() -> None:
    scripts = sorted((ROOT / "deploy").rglob("*.sh"))
    assert scripts
    for script in scripts:
        assert subprocess.run(["sh", "-n", script]).returncode == 0, script
