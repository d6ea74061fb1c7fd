"""The effort of a case, week by week: where a citizen is to be, where they were, and what was counted."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from store.columns import Instant, metadata, named_id, serial

providers = Table(
    "providers", metadata, named_id(),
    Column("name", String(200), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("cvr", String(8), nullable=False, default=""),
    Column("p_number", String(10), nullable=False, default=""),
    Column("team_id", ForeignKey("teams.id"), nullable=False, index=True),
    Column("active", Boolean, nullable=False, default=True),
    Column("created_at", Instant, nullable=False),
)  # fmt: skip
"""`team_id`: the people of this place, who register attendance there and see nothing else.
`kind`: public, municipal or private."""

placements = Table(
    "placements", metadata, named_id(),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("task_id", String(64), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("provider_id", ForeignKey("providers.id")),
    Column("activity", String(60), nullable=False),
    Column("title", String(300), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("minutes", JSON, nullable=False),
    Column("details", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("task_id", "number", name="placement_once"),
    Index("placements_of_provider", "provider_id", "starts_on"),
)  # fmt: skip
"""One line of a plan. `task_id`: the decision that it stands in; `minutes`: planned, by ISO weekday "1" to "7"."""

attendance = Table(
    "attendance", metadata,
    Column("placement_id", ForeignKey("placements.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("minutes", Integer, nullable=False),
    Column("status", String(10), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("by_id", ForeignKey("users.id")),
    Column("at", Instant, nullable=False),
    Column("version", Integer, nullable=False, default=1),
)  # fmt: skip
"""`status`: present, absent, sick."""

attendance_changes = Table(
    "attendance_changes", metadata, serial(),
    Column("placement_id", ForeignKey("placements.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by_id", ForeignKey("users.id")),
    Column("before", JSON, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Index("attendance_changes_of", "placement_id", "day"),
)  # fmt: skip
"""What a registration said before it was changed, and why it was."""

weeks = Table(
    "weeks", metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("monday", Date, primary_key=True),
    Column("closed_at", Instant, nullable=False),
    Column("summed_at", Instant, nullable=False),
    Column("summary", JSON, nullable=False),
    Column("first_summary", JSON, nullable=False),
)  # fmt: skip
"""A closed week; `summary` follows corrections, `first_summary` is what stood at the closing."""

spells = Table(
    "spells", metadata, named_id(),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("kind", String(30), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
    Column("reported_at", Instant, nullable=False),
    Column("by_id", ForeignKey("users.id")),
    Column("source", String(100), nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("revoked_at", Instant),
)  # fmt: skip
"""Days on which nothing can be demanded: sickness, exemption, leave. `source`: what it was registered by."""
