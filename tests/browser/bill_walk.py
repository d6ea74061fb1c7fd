"""A bill of an effort, as those who buy and those who pay go it; economy sees the krone with its case."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.walking import decide, fill
from tests.browser.youth_walk import from_the_queue, written

OVERRUN = "Godkend overskridelse til en regning"


def walk(buyer: Page, economy: Page, case: str, today: date, *, what: str, amount: str, invoice: str, effort: str,
         overrun: str = "") -> None:  # fmt: skip
    """`overrun`: why the line may be overrun, where it cannot bear the bill."""
    buyer.goto(f"/cases/{case}/open/expense")
    fill(buyer, received_on=written(today), done_on=written(today), what=what, supplier="Prøvebureauet (opdigtet)",
         invoice=invoice, amount=amount)  # fmt: skip
    buyer.locator("main form.answer button[type=submit]").first.click()
    expect(buyer.get_by_role("heading", level=1)).to_contain_text("Sag UDG-")
    bill = buyer.locator("h1").inner_text().removeprefix("Sag ").strip()
    decide(buyer, bill, "Kontrollér regning", result="correct")
    if overrun:
        from_the_queue(economy, bill, OVERRUN, {"result": "approved", "note": overrun})
    from_the_queue(economy, bill, "Godkend betaling", {"result": "approved"})
    from_the_queue(economy, bill, "Betal regning", {
        "result": "paid", "paid_on": written(today), "reference": f"BET {invoice}"})  # fmt: skip
    economy.goto("/budgets")
    row = economy.get_by_role("row").filter(has_text=re.compile(rf"{effort}\s*{today.year}"))
    row.get_by_role("link").first.click()
    expect(economy.locator("section tbody tr").filter(has_text=bill).first).to_contain_text(amount)
