"""The statements that read a Django site's tables, fitted to the columns that this site has.

Place: below `django_site.py`, and beside it in `inko-lite check`. Every name in a statement is quoted, and is looked up in
PostgreSQL's catalogue first: a site with a user model of its own has other columns, another key and other names.
"""

import psycopg2.extensions
from psycopg2 import sql


class SiteMismatch(Exception):
    """The database is there, but it does not hold the Django site that the configuration describes."""


def table_name(configured: str) -> tuple[str, str]:
    """(schema, table) of a name from the configuration. Without a schema it is `public`, whatever the search path."""
    schema, _, table = configured.rpartition(".")
    return schema or "public", table


def session_columns(cursor: psycopg2.extensions.cursor, schema: str, table: str) -> None:
    """Raises SiteMismatch unless this is Django's table of sessions."""
    columns = columns_of(cursor, schema, table)
    missing = [name for name in ("session_data", "session_key", "expire_date") if name not in columns]
    if missing:
        raise SiteMismatch(
            f"{schema}.{table} is not Django's table of sessions, it has no {missing[0]}: correct [django] session_table"
        )


def session_statement(cursor: psycopg2.extensions.cursor, schema: str, table: str) -> sql.Composed:
    """One SELECT for the session of a key: its data, and whether it lives."""
    session_columns(cursor, schema, table)
    return sql.SQL("SELECT session_data, expire_date > now() FROM {} WHERE session_key = %s").format(
        sql.Identifier(schema, table)
    )


class UserTables:
    """A site's tables of users, groups and permissions, with the names that they have there. Raises SiteMismatch."""

    def __init__(self, cursor: psycopg2.extensions.cursor, schema: str, table: str, username: str = "username") -> None:
        """`username` is the column of the USERNAME_FIELD; a user model without one goes by Django's e-mail address or the id."""
        self.schema, self.table = schema, table
        self.columns = columns_of(cursor, schema, table)
        self.key = _primary_key(cursor, schema, table)
        if not self.key or "password" not in self.columns:
            raise SiteMismatch(
                f"{schema}.{table} is not a Django user table: set [django] user_table to the user model's"
            )
        if username not in self.columns:
            if username != "username":
                raise SiteMismatch(f"{schema}.{table} has no column {username}: correct [django] username_column")
            username = "email" if "email" in self.columns else self.key
        self.username = username
        self.member_user = _user_column(cursor, schema, f"{table}_groups", "group_id")
        self.own_user = _user_column(cursor, schema, f"{table}_user_permissions", "permission_id")

    def read(self) -> dict[str, list[str]]:
        """Every table that is read, and its columns."""
        mine = ("first_name", "last_name", "is_active", "is_superuser")
        return {
            self.table: [self.key, self.username, "password", *(name for name in mine if name in self.columns)],
            f"{self.table}_groups": [self.member_user, "group_id"],
            f"{self.table}_user_permissions": [self.own_user, "permission_id"],
            "auth_group": ["id", "name"],
            "auth_group_permissions": ["group_id", "permission_id"],
            "auth_permission": ["id", "codename"],
        }

    def user_statement(self, by_name: bool = False) -> sql.Composed:
        """One SELECT for a user with groups and permissions, by the user's id or name."""
        values = [
            sql.SQL("u.{}::text").format(sql.Identifier(self.key)),
            sql.SQL("u.{}::text").format(sql.Identifier(self.username)),
            self._column("password", "''"),
            self._column("first_name", "''"),
            self._column("last_name", "''"),
            self._column("is_active", "TRUE"),
            self._column("is_superuser", "FALSE"),
        ]
        return self._format(
            "SELECT {values},"
            " ARRAY(SELECT g.name::text FROM {group} g JOIN {member} m ON m.group_id = g.id WHERE m.{member_user} = u.{key}),"
            " ARRAY(SELECT p.codename::text FROM {permission} p WHERE p.id IN ("
            "SELECT o.permission_id FROM {own} o WHERE o.{own_user} = u.{key}"
            " UNION SELECT gp.permission_id FROM {of_group} gp"
            " JOIN {member} m ON m.group_id = gp.group_id WHERE m.{member_user} = u.{key}))"
            " FROM {user} u WHERE u.{asked} = %s",
            values=sql.SQL(", ").join(values),
            asked=sql.Identifier(self.username if by_name else self.key),
        )

    def holders_statement(self) -> sql.Composed:
        """One SELECT for the names of all who have one of %(permissions)s or are in one of %(groups)s, superusers marked.

        One pass over the users, however many there are: who holds something is gathered first.
        """
        return self._format(
            "SELECT u.{username}::text, {superuser} FROM {user} u WHERE {active} AND ({superuser} OR u.{key} IN ("
            "SELECT m.{member_user} FROM {member} m JOIN {group} g ON g.id = m.group_id WHERE g.name = ANY(%(groups)s)"
            " UNION SELECT o.{own_user} FROM {own} o JOIN {permission} p ON p.id = o.permission_id"
            " WHERE p.codename = ANY(%(permissions)s)"
            " UNION SELECT m.{member_user} FROM {member} m JOIN {of_group} gp ON gp.group_id = m.group_id"
            " JOIN {permission} p ON p.id = gp.permission_id WHERE p.codename = ANY(%(permissions)s))) ORDER BY 1",
            username=sql.Identifier(self.username),
            active=self._column("is_active", "TRUE"),
            superuser=self._column("is_superuser", "FALSE"),
        )

    def _column(self, name: str, otherwise: str) -> sql.Composable:
        # A user model of the site's own may lack a column: Django then takes the class's default, which these are.
        return sql.SQL("u.{}").format(sql.Identifier(name)) if name in self.columns else sql.SQL(otherwise)

    def _format(self, text: str, **parts: sql.Composable) -> sql.Composed:
        names = {
            "user": sql.Identifier(self.schema, self.table),
            "key": sql.Identifier(self.key),
            "group": sql.Identifier(self.schema, "auth_group"),
            "permission": sql.Identifier(self.schema, "auth_permission"),
            "of_group": sql.Identifier(self.schema, "auth_group_permissions"),
            "member": sql.Identifier(self.schema, f"{self.table}_groups"),
            "member_user": sql.Identifier(self.member_user),
            "own": sql.Identifier(self.schema, f"{self.table}_user_permissions"),
            "own_user": sql.Identifier(self.own_user),
        }
        return sql.SQL(text).format(**names, **parts)


def columns_of(cursor: psycopg2.extensions.cursor, schema: str, table: str) -> set[str]:
    """The columns of a table, whatever may be read of them; raises SiteMismatch when there is no such table."""
    cursor.execute(
        "SELECT a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = %s AND c.relname = %s AND a.attnum > 0 AND NOT a.attisdropped",
        (schema, table),
    )
    found = {name for (name,) in cursor.fetchall()}
    if not found:
        raise SiteMismatch(f"table {schema}.{table} does not exist: run the site's migrations, or correct [django]")
    return found


def _primary_key(cursor: psycopg2.extensions.cursor, schema: str, table: str) -> str:
    """The one column of the table's primary key; empty when it has none, or several."""
    cursor.execute(
        "SELECT a.attname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)"
        " WHERE n.nspname = %s AND c.relname = %s AND i.indisprimary",
        (schema, table),
    )
    found = cursor.fetchall()
    return found[0][0] if len(found) == 1 else ""


def _user_column(cursor: psycopg2.extensions.cursor, schema: str, table: str, other: str) -> str:
    """The column of a many-to-many table that points at the user: Django names it after the model's class."""
    candidates = columns_of(cursor, schema, table) - {"id", other}
    if len(candidates) != 1:
        raise SiteMismatch(f"{schema}.{table} is not a many-to-many table of Django's: it has {sorted(candidates)}")
    return candidates.pop()
