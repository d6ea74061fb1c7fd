"""What can be set from outside: environment variables HANDLEPLAN_*, secrets from files."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from cli.stop import Stop
from store.secrets import Secrets
from workers.cache import CACHED_CASES

PREFIX = "HANDLEPLAN_"
PLACEHOLDERS = ("change", "example", "default", "secret", "password")
FEWEST_DIFFERENT = 12
ADVICE = "48 random bytes as text"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    data: Path = Field(default=Path(".data"), description="folder of the embedded mode: database, engine, secret, logs")
    database_url: str | None = Field(default=None, description="SQLAlchemy URL; SQLite in the data folder if not given")
    database_password_file: Path | None = Field(default=None, description="file with the database password")
    secret_file: Path | None = Field(default=None, description="file with the secret that all keys come from")
    host: str = Field(default="127.0.0.1", description="address that the web listens on")
    port: int = Field(default=8080, ge=0, le=65535, description="port that the web listens on; 0 takes a free one")
    worker_port: int = Field(default=0, ge=0, le=65535, description="port of the worker's health check; 0: none")
    production: bool = Field(default=False, description="stricter: a secret must be there, inner pages are closed")
    demo: bool = Field(default=False, description="says on every page that all is made up")
    municipality: str = Field(default="Københavns Kommune", description="name shown on every page")
    contact: str = Field(default="", description="address and telephone on letters, semicolon between lines")
    engine_ui: str = Field(default="", description="address of Temporal's own UI, linked for supervisors; empty: none")
    post_folder: Path | None = Field(default=None, description="where letters are handed over; post in the data folder")
    post_confirms: bool = Field(default=False, description="a gateway tells when Digital Post has arrived")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="least severe log line")
    cached_cases: int = Field(default=CACHED_CASES, ge=0, description="cases that one worker keeps in memory")
    web_connections: int = Field(
        default=1000, ge=1, description="connections at once before the web answers 503; every open list holds one"
    )
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default=[], description="host names that the web answers to, comma between; empty: any"
    )
    forwarded_allow_ips: str = Field(default="", description="proxies whose X-Forwarded-* is believed, comma between")

    @field_validator("contact")
    @classmethod
    def _lines(cls, value: str) -> str:
        return "\n".join(part.strip() for part in value.split(";") if part.strip())

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @property
    def is_embedded(self) -> bool:
        return self.database_url is None

    @property
    def database_file(self) -> Path:
        return self.data / "handleplan.db"

    def post(self) -> Path:
        """The folder that letters are handed over in. Only the one in the data folder is made: a volume that is not
        there must not be mistaken for an empty one."""
        if self.post_folder is not None:
            return self.post_folder
        folder = self.data / "post"
        with suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def database(self) -> URL:
        try:
            url = make_url(self.database_url or f"sqlite:///{self.database_file}")
        except ArgumentError:
            raise Stop("HANDLEPLAN_DATABASE_URL is not a database address.") from None
        if url.get_backend_name() == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        if self.database_password_file:
            url = url.set(password=_content(self.database_password_file, "HANDLEPLAN_DATABASE_PASSWORD_FILE"))
        return url

    def secrets(self) -> Secrets:
        """The keys. Embedded, a first start makes its own secret; production takes none but a given, good one."""
        file = self.secret_file or self.data / "secret"
        if self.production and self.secret_file is None:
            raise Stop(f"Production needs a secret: put {ADVICE} into a file and name it in HANDLEPLAN_SECRET_FILE.")
        if not file.exists() and self.is_embedded and self.database_file.exists():
            raise Stop(f"The secret file {file} is missing. The data cannot be read without it: restore it.")
        if file.exists() or self.production or not self.is_embedded:
            secret = _content(file, "HANDLEPLAN_SECRET_FILE")
            if self.production and not _is_good(secret):
                raise Stop(f"The secret in {file} is a default or too simple. Replace it with {ADVICE}.")
        try:
            return Secrets.from_file(file, create=self.is_embedded and not self.production)
        except ValueError:
            raise Stop(f"The secret in {file} is too short: it needs at least 32 characters.") from None
        except OSError as error:
            raise Stop(f"The secret file {file} cannot be written: {error.strerror}.") from None


def load(**given: object) -> Settings:
    """The settings, with what the command line gave put before the environment."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"][:1]).upper()
        raise Stop(f"{name}: {first['msg']}.") from None


def _content(file: Path, name: str) -> str:
    try:
        text = file.read_text().strip()
    except OSError as error:
        raise Stop(f"{name}: the file {file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Stop(f"{name}: the file {file} is not text.") from None
    if not text:
        raise Stop(f"{name}: the file {file} is empty.")
    return text


def _is_good(secret: str) -> bool:
    plain = secret.lower()
    return len(set(secret)) >= FEWEST_DIFFERENT and len(secret) >= 32 and not any(p in plain for p in PLACEHOLDERS)
