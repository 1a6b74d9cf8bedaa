"""A server process for the tests: the real one over a given database, with the demo's accounts to sign in as.

Run as `python -m tests.serve DSN SETTINGS_JSON`; prints `ready: URL` like the commands do. The database is migrated already.
"""

import json
import sys

from inko_lite.config import load
from inko_lite.daemon import listeners, url_of


def main() -> None:
    settings = json.loads(sys.argv[2])
    settings.setdefault("server", {}).setdefault("port", 0)
    settings["database"] = {**settings.get("database", {}), "dsn": sys.argv[1]}
    config = load(overrides=settings)
    sockets = listeners(config.server.host, config.server.port, config.server.reuse_port)

    from inko_lite import worker

    url = url_of(sockets[0], config.server.prefix)
    worker.run(config, sockets, ready=lambda: print(f"ready: {url}", flush=True), demo=True)


if __name__ == "__main__":
    main()
