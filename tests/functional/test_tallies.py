"""The tallies agree with what the entries say, whatever span is asked for."""

import random
from collections import Counter
from datetime import date, timedelta

from sqlmodel import Session, select

from app.accounts.access import local_owner
from app.entries import store
from app.entries.counts import counted, good_counted
from app.tables import Tally
from tests.factories import BILL, Clock, Site

TODAY = date(2026, 11, 23)


def test_a_span_is_the_sum_of_its_days(site: Site, clock: Clock) -> None:
    """By months in the middle and by days at the edges; nothing twice, nothing left out; after a new count the same."""
    draw = random.Random(6)
    texts = (BILL, "He drove off.", "I said sorry.")
    for number in range(24):
        site.send(texts[number % 3])
        day = TODAY - timedelta(days=draw.randrange(150))
        site.post(f"/entries/{number + 1}", day=day.isoformat(), topic="money")
        site.post(
            "/rope/threads",
            kind="kindness",
            whose="theirs",
            day=(TODAY - timedelta(days=draw.randrange(150))).isoformat(),
        )
    with site.session() as session:
        owner = local_owner(session)
        days = [TODAY - timedelta(days=back) for back in range(160)]
        told = store.told_on(session, owner, days)
        goods = store.goods_on(session, owner, days)
        for first, last in [
            (TODAY - timedelta(days=back), TODAY - timedelta(days=to))
            for back, to in ((0, 0), (6, 0), (22, 0), (40, 3), (89, 0), (149, 17), (155, 0))
        ]:
            expected: Counter[tuple[str, str]] = Counter()
            for one in told.values():
                expected += counted(one) if first <= one.day <= last else Counter()
            for good in goods:
                expected += good_counted(good) if first <= good.day <= last else Counter()
            found = store.totals(session, owner, first, last)
            assert {key: n for key, n in found.items() if key[0] != "deed"} == {
                key: n for key, n in expected.items() if key[0] != "deed"
            }, (first, last)
        everything = store.totals(session, owner, None, TODAY)
        assert everything["entries", "told"] == 24
        assert everything["entries", "logged"] == 24
        before = rows(session)
        owner.counted_with = ""
        store.recount_all(session, owner)
        assert rows(session) == before


def rows(session: Session) -> list[tuple[str, date, str, str, int]]:
    """Every tally there is."""
    return sorted((row.grain, row.day, row.what, row.key, row.n) for row in session.exec(select(Tally)))
