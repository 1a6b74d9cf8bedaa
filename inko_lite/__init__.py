"""inko_lite: a live support chat for a Django site, on gevent and PostgreSQL.

`stream/` carries events from a transaction to listeners and knows nothing of agents or guests; `desk/` holds the rules
of a support desk, one file a concept; `web/` turns HTTP into calls of them, and `server.py` builds it all once. Beside
them stand what a process needs: `cli`, `config` with `settings` and `default.toml`, `daemon`, `database`, `embedded`
with `postgres_binaries` (the PostgreSQL that comes along), `errors`, `demo`, and `migrations/`.
"""

__version__ = "0.1.0"
