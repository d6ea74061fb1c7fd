"""The shortcuts: one table, which the page shows and its script obeys, so that none works without standing there."""

from __future__ import annotations

from typing import Literal, NamedTuple

from domain.text import Text

PREFERENCE = "shortcuts"
"""Off where false: whoever speaks to the machine would else press keys by speaking (WCAG 2.1.4)."""


class Shortcut(NamedTuple):
    keys: str
    """As `KeyboardEvent.key` names them, one after the other with a space between."""
    says: Text
    does: Literal["move", "press", "press_here", "back", "go", "focus", "help", "browser"]
    """See static/keys.js; `browser`: works without any script."""
    to: str = ""
    """A number of rows, a selector or an address."""
    otherwise: Text | None = None
    """What is said where there is nothing of that kind to press."""


SHORTCUTS = (
    Shortcut("j", Text(da="Næste række", en="Next row"), "move", "1"),
    Shortcut("k", Text(da="Forrige række", en="Previous row"), "move", "-1"),
    Shortcut("Enter", Text(da="Åbn rækken", en="Open the row"), "browser"),
    Shortcut("c", Text(da="Tag opgaven", en="Claim the task"), "press_here", 'form[action*="/claim"] button',
             Text(da="Der er ingen opgave her, som du kan tage.", en="There is no task here that you can claim.")),
    Shortcut("n", Text(da="Næste opgave", en="Next task"), "press", 'form[action^="/tasks/next"] button',
             Text(da="Her kan man ikke tage den næste opgave.", en="The next task cannot be taken from here.")),
    Shortcut("u", Text(da="Tilbage til listen", en="Back to the list"), "back", "/inbox"),
    Shortcut("/", Text(da="Søg", en="Search"), "focus", "#find"),
    Shortcut("g i", Text(da="Gå til min indbakke", en="Go to my inbox"), "go", "/inbox?view=mine"),
    Shortcut("g f", Text(da="Gå til den fælles kø", en="Go to the shared queue"), "go", "/inbox?view=team"),
    Shortcut("g s", Text(da="Gå til sager", en="Go to cases"), "go", "/cases"),
    Shortcut("?", Text(da="Vis genvejene", en="Show the shortcuts"), "help"),
    Shortcut("Escape", Text(da="Luk", en="Close"), "browser"),
)
