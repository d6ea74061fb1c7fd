"""Who outside referred a person, and what they may be told of the case."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, String, Table

from store.columns import Instant, metadata, named_id

referrals = Table(
    "referrals", metadata, named_id(),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("by_id", ForeignKey("users.id"), nullable=False),
    Column("reference", String(80), nullable=False, default=""),
    Column("at", Instant, nullable=False),
    Index("referrals_of_team", "team_id", "at"),
)  # fmt: skip
"""`team_id`: the partner's. When two cases of one person are joined, the referral moves to the one that stands."""

consents = Table(
    "consents", metadata, named_id(),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False, index=True),
    Column("scope", String(20), nullable=False),
    Column("given_by", String(20), nullable=False),
    Column("given_on", Date, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("by_id", ForeignKey("users.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Column("withdrawn_by_id", ForeignKey("users.id")),
)  # fmt: skip
"""`scope`: progress, result or both. It holds from when it is written down until its last day or its withdrawal."""
