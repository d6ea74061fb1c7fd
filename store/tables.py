"""The tables. One definition serves SQLite and PostgreSQL; alembic makes and changes them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from store import (
    tables_budget,
    tables_choices,
    tables_civic,
    tables_effort,
    tables_inbox,
    tables_incidents,
    tables_letters,
    tables_notices,
    tables_presence,
    tables_sharing,
    tables_substitution,
)
from store.columns import Instant, metadata, named_id, serial

__all__ = [
    "Instant", "metadata", "tables_budget", "tables_choices", "tables_civic", "tables_effort", "tables_inbox",
    "tables_incidents", "tables_letters", "tables_notices", "tables_presence", "tables_sharing", "tables_substitution",
]  # fmt: skip
START_OF_CHAIN = "0" * 64
OPEN_STATES = "('created','ready','reserved','in_progress','suspended')"

teams = Table("teams", metadata, named_id(), Column("name", String(200), nullable=False, unique=True),
              Column("programme", String(40)))  # fmt: skip

users = Table(
    "users", metadata, named_id(),
    Column("username", String(100), nullable=False, unique=True),
    Column("display_name", String(200), nullable=False),
    Column("password_hash", String(300)),
    Column("active", Boolean, nullable=False, default=True),
    Column("created_at", Instant, nullable=False),
)  # fmt: skip

memberships = Table(
    "memberships", metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("team_id", ForeignKey("teams.id"), primary_key=True),
    Column("role", String(40), primary_key=True),
    Index("memberships_team_role", "team_id", "role"),
)  # fmt: skip

sessions = Table(
    "sessions", metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("agent", String(200), nullable=False, default=""),
)  # fmt: skip

tokens = Table(
    "tokens", metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)  # fmt: skip

login_failures = Table(
    "login_failures", metadata, serial(),
    Column("username", String(100), nullable=False), Column("at", Instant, nullable=False),
    Column("address", String(64)),
    Index("login_failures_recent", "username", "at"),
    Index("login_failures_from", "address", "at"),
)  # fmt: skip

people = Table(
    "people", metadata, named_id(),
    Column("cpr_index", String(64), nullable=False, unique=True),
    Column("cpr", LargeBinary, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("phone", LargeBinary, nullable=False),
    Column("protected", Boolean, nullable=False, default=False),
    Column("post_exempt", Boolean, nullable=False, default=False, server_default=text("false")),
    Column("language", String(40), nullable=False, default=""),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)  # fmt: skip

name_words = Table(
    "name_words", metadata,
    Column("word_index", String(32), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
)  # fmt: skip

SINGLE = "closed_at IS NULL AND parent_id IS NULL"
"""A person has one open case of a programme; cases that belong to another case are as many as there is reason for."""

cases = Table(
    "cases", metadata, named_id(),
    Column("programme", String(40), nullable=False),
    Column("person_id", ForeignKey("people.id"), index=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("responsible_id", ForeignKey("users.id")),
    Column("parent_id", ForeignKey("cases.id"), index=True),
    Column("key", String(160)),
    Column("stage", String(40), nullable=False),
    Column("visit", Integer, nullable=False, default=1),
    Column("stage_since", Instant, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("outcome", String(40)),
    Column("suspended_at", Instant),
    Column("suspended_until", Instant),
    Column("facts", JSON, nullable=False),
    Column("facts_digest", String(64), nullable=False, default=""),
    Column("doubts", JSON, nullable=False),
    Column("extra", JSON, nullable=False),
    Column("waiting_kind", String(10)),
    Column("waiting_for", JSON),
    Column("waiting_until", Instant),
    Index("case_once", "key", unique=True),
    Index("cases_open", "programme", "stage", sqlite_where=text("closed_at IS NULL"),
          postgresql_where=text("closed_at IS NULL")),
    Index("cases_of_team", "team_id", "id"),
    Index("cases_of_stage", "team_id", "stage", "id"),
    Index("cases_of_programme", "team_id", "programme"),
    Index("one_open_case", "programme", "person_id", unique=True,
          sqlite_where=text(SINGLE), postgresql_where=text(SINGLE)),
)  # fmt: skip

stages = Table(
    "stages", metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("visit", Integer, primary_key=True),
    Column("stage", String(40), nullable=False),
    Column("entered_at", Instant, nullable=False),
)  # fmt: skip

rulings = Table(
    "rulings", metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("visit", Integer, primary_key=True),
    Column("rule", String(60), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("answer", JSON, nullable=False),
    Column("ruling", JSON, nullable=False),
)  # fmt: skip

tasks = Table(
    "tasks", metadata, named_id(),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("programme", String(40), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("stage", String(40), nullable=False),
    Column("visit", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("suspended_from", String(20)),
    Column("suspended_until", Instant),
    Column("role", String(40), nullable=False),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("assignee_id", ForeignKey("users.id")),
    Column("excluded", JSON, nullable=False),
    Column("priority", Integer, nullable=False, default=0),
    Column("received_at", Instant, nullable=False),
    Column("follow_up_on", Date),
    Column("due_at", Instant, nullable=False),
    Column("due", JSON, nullable=False),
    Column("escalation_level", Integer, nullable=False, default=0),
    Column("acknowledged_by", ForeignKey("users.id")),
    Column("version", Integer, nullable=False, default=1),
    Column("data", JSON, nullable=False),
    Column("decision", JSON),
    Column("decided_by", ForeignKey("users.id")),
    Column("acting_for", ForeignKey("users.id")),
    Column("completed_at", Instant),
    Column("reopened_from", String(64)),
    Column("aside", String(100)),
)  # fmt: skip
_is_open = text(f"state IN {OPEN_STATES}")
_open: dict[str, Any] = {"sqlite_where": _is_open, "postgresql_where": _is_open}
Index("tasks_team_due", tasks.c.team_id, tasks.c.due_at, tasks.c.id, **_open)
Index("tasks_mine_due", tasks.c.assignee_id, tasks.c.due_at, tasks.c.id, **_open)
Index("tasks_team_received", tasks.c.team_id, tasks.c.received_at, tasks.c.id, **_open)
Index("tasks_team_priority", tasks.c.team_id, tasks.c.priority, tasks.c.id, **_open)
_free: dict[str, Any] = {"sqlite_where": text("state = 'ready'"), "postgresql_where": text("state = 'ready'")}
Index("tasks_free_due", tasks.c.team_id, tasks.c.role, tasks.c.due_at, tasks.c.id, **_free)
Index("tasks_free_urgent", tasks.c.team_id, tasks.c.role, tasks.c.priority.desc(), tasks.c.due_at, tasks.c.id, **_free)
Index("tasks_on_hold", tasks.c.suspended_until, sqlite_where=text("state = 'suspended'"),
      postgresql_where=text("state = 'suspended'"))
Index("tasks_escalated", tasks.c.team_id, tasks.c.due_at, tasks.c.id,
      sqlite_where=text(f"state IN {OPEN_STATES} AND escalation_level > 0"),
      postgresql_where=text(f"state IN {OPEN_STATES} AND escalation_level > 0"))
Index("tasks_done_for", tasks.c.acting_for, tasks.c.completed_at, tasks.c.id,
      sqlite_where=text("acting_for IS NOT NULL"), postgresql_where=text("acting_for IS NOT NULL"))
Index("tasks_done", tasks.c.decided_by, tasks.c.completed_at, tasks.c.id)

task_events = Table(
    "task_events", metadata, serial(),
    Column("task_id", String(64), nullable=False, index=True),
    Column("case_id", String(64), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("actor_id", String(64)),
    Column("what", String(40), nullable=False),
    Column("details", JSON, nullable=False),
    Column("key", String(160), unique=True),
)  # fmt: skip

drafts = Table(
    "drafts", metadata,
    Column("task_id", ForeignKey("tasks.id"), primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("fields", JSON, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, default=1, server_default=text("1")),
    Column("page", String(64), nullable=False, default="", server_default=text("''")),
)  # fmt: skip
"""`page`: the one that saved it last, so that a page never stands in its own way."""

comments = Table(
    "comments", metadata, serial(),
    Column("task_id", ForeignKey("tasks.id"), nullable=False, index=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("text", Text, nullable=False),
)  # fmt: skip

outbox = Table(
    "outbox", metadata, serial(),
    Column("case_id", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("name", String(60), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("retry_at", Instant),
    Column("delivered_at", Instant),
    Column("error", String(300)),
    Index("outbox_waiting", "case_id", "id", sqlite_where=text("delivered_at IS NULL"),
          postgresql_where=text("delivered_at IS NULL")),
)  # fmt: skip

audit = Table(
    "audit", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor_id", String(64)),
    Column("action", String(60), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("case_id", String(64), index=True),
    Column("details", JSON, nullable=False),
    Column("hash", String(64), nullable=False),
)  # fmt: skip

lookups = Table(
    "lookups", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor_id", String(64)),
    Column("action", String(60), nullable=False),
    Column("subject", String(100), nullable=False, index=True),
    Column("case_id", String(64)),
    Column("details", JSON, nullable=False),
    Column("hash", String(64), nullable=False),
)  # fmt: skip

chains = Table(
    "chains", metadata,
    Column("name", String(20), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)  # fmt: skip

counters = Table(
    "counters", metadata, Column("name", String(60), primary_key=True), Column("value", Integer, nullable=False)
)

imports = Table(
    "imports", metadata, named_id(),
    Column("user_id", String(64)),
    Column("what", String(40), nullable=False),
    Column("file_name", String(300), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("result", JSON, nullable=False),
)  # fmt: skip

idempotency = Table(
    "idempotency", metadata,
    Column("key", String(200), primary_key=True),
    Column("user_id", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", JSON),
)  # fmt: skip
