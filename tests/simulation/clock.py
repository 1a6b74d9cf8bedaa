"""A clock that the simulation sets, for SQL that has never heard of it.

PostgreSQL looks a function up along the search path. With a schema of our own before `pg_catalog`, every `clock_timestamp()` of
the product's statements is ours; the defaults of columns, which were bound when the tables were made, are bound anew.
"""

from datetime import UTC, datetime, timedelta

import psycopg2

from inko_lite.database import Database

# Later than any time at which the tables can have been made.
START = datetime(2100, 3, 1, 9, tzinfo=UTC)


class Clock:
    """The time of one database, in seconds since the start."""

    def __init__(self, dsn: str) -> None:
        self.seconds = 0.0
        connection = psycopg2.connect(dsn, options="-c search_path=inko,public")
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "CREATE SCHEMA sim; CREATE FUNCTION sim.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE"
                " AS $$ SELECT current_setting('sim.now')::timestamptz $$;"
                " SELECT format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT sim.clock_timestamp()', d.adrelid::regclass, a.attname)"
                "   FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum"
                "  WHERE pg_get_expr(d.adbin, d.adrelid) = 'clock_timestamp()'"
            )
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)
        connection.close()
        # One connection, so that setting its clock sets the clock.
        self.database = Database(
            dsn, 1, prepare=["SET search_path = sim, inko, public, pg_catalog", f"SET sim.now = '{START}'"]
        )

    def advance(self, seconds: float) -> None:
        """Sets the time; never backwards."""
        self.seconds = max(self.seconds, seconds)
        now = START + timedelta(seconds=self.seconds)
        self.database.rows("SELECT set_config('sim.now', %s, false)", (now.isoformat(),))
