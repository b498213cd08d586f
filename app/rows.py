"""One person's rows: whatever is looked up, added or deleted here belongs to that owner."""

from typing import TypeVar

from sqlmodel import Session, select
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import NotFoundError
from app.tables import Conversation, ExchangeRow, Lift, TagRow

Owned = TypeVar("Owned", Conversation, ExchangeRow, TagRow, Lift)


class OwnRows:
    """A session seen by one owner. ``gone_for_good`` asks for the file to be rewritten after the commit."""

    def __init__(self, session: Session, owner_id: int) -> None:
        self.session = session
        self.owner_id = owner_id
        self.gone_for_good = False

    def select(self, table: type[Owned]) -> SelectOfScalar[Owned]:
        """A query over this owner's rows of ``table``."""
        return select(table).where(table.owner_id == self.owner_id)

    def get(self, table: type[Owned], key: int) -> Owned:
        """The row with this key. Raises NotFoundError when missing or someone else's: the two look the same."""
        row = self.session.get(table, key)
        if row is None or row.owner_id != self.owner_id:
            raise NotFoundError
        return row

    def add(self, row: Owned) -> Owned:
        """Store ``row`` under this owner and give it its key."""
        row.owner_id = self.owner_id
        self.session.add(row)
        self.session.flush()
        return row

    def delete(self, row: Owned) -> None:
        """Delete ``row`` and what hangs on it, out of the file too once committed."""
        self.session.delete(row)
        self.gone_for_good = True
