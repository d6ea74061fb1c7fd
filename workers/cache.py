"""How many cases a worker keeps in memory between two messages."""

CACHED_CASES = 200
"""A case sleeps for weeks between two decisions: only those worked on now gain from being kept, at 100 KB each."""
