"""What `inko-lite doctor` looks at: the invariants of the data, each a view of the schema that must be empty.

The views are named `broken_…` and their comments say what it means when one is not (migrations/0020_doctor.sql and later
ones). It changes nothing, and sees one consistent state while the servers go on.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from .database import Database

EXAMPLES = 5
# A view looks at the whole log; on a large one that takes a while.
STATEMENT_SECONDS = 600


class Finding(NamedTuple):
    """An invariant that is broken: the view's name, what it means, how many rows break it, and the first of them."""

    name: str
    sentence: str
    count: int
    rows: list[dict]

    def lines(self) -> Iterator[str]:
        """The finding for a person."""
        yield f"BROKEN {self.name.removeprefix('broken_')}: {self.sentence} ({self.count})"
        for row in self.rows:
            yield "  " + msgspec.json.encode(row).decode()
        if self.count > len(self.rows):
            yield f"  … and {self.count - len(self.rows)} more"


class Doctor:
    """Looks at one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def findings(self) -> list[Finding]:
        """Every invariant that is broken; none, when all is well. Raises StoreUnavailable."""
        with self._database.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") as cursor:
            cursor.execute(
                "SELECT c.relname, obj_description(c.oid) FROM pg_class c WHERE c.relkind = 'v'"
                " AND c.relnamespace = 'inko'::regnamespace AND c.relname LIKE 'broken\\_%' ORDER BY c.relname"
            )
            found = []
            for name, sentence in cursor.fetchall():
                cursor.execute(f"SELECT count(*) OVER (), to_jsonb(v) FROM {name} v LIMIT {EXAMPLES}")
                rows = cursor.fetchall()
                if rows:
                    found.append(Finding(name, sentence or name, rows[0][0], [row for _, row in rows]))
            return found


def diagnose(dsn: str) -> list[Finding]:
    """`Doctor.findings` of the database at a DSN."""
    database = Database(dsn, size=1, application="inko-lite doctor", statement_seconds=STATEMENT_SECONDS)
    try:
        return Doctor(database).findings()
    finally:
        database.close()
