"""A Django site's people, made in the box: prints the site's SECRET_KEY and a session of each account as JSON.

Run in the box by the installed program's interpreter as `python people.py DSN AGENTS`. Tables, accounts and sessions are
Django's own; the demo's code puts them there.
"""

import json
import sys
import tempfile

from inko_lite import demo
from inko_lite.database import Database


def main() -> None:
    dsn, agents = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        secret_key = demo.prepare(dsn, folder, agents)["secret_key"]
    database = Database(dsn, 1)
    sessions = {
        each["account"]: demo.sign_in(database, secret_key, each["account"]) for each in demo.accounts(database)
    }
    print(json.dumps({"secret_key": secret_key, "sessions": sessions}))


if __name__ == "__main__":
    main()
