"""Bans: who may not come in.

Place: asked by `identity.py` before a session is opened or found; the owner of the table `bans`. Invariant: no session is
opened against a ban in force, over any number of workers, because the statement that opens one looks for bans itself and
waits for a ban that is being made. What this worker keeps of the table is for the requests of sessions that exist already,
and for pages; it is read anew whenever a ban is made or lifted anywhere.
"""

import ipaddress
import logging
import time

import gevent
import gevent.event
import msgspec

from ..errors import Refusal
from ..stream.events import Change, EventLog, iso
from .addresses import Address, Network

log = logging.getLogger(__name__)

# Opening a session takes this lock shared, making a ban takes it alone: neither can pass the other unseen.
BAN_LOCK = 0x1A4B2
# A ban that was made while this worker could not read the table is known after this time at the latest.
READ_AGAIN_SECONDS = 60
RETRY_SECONDS = 0.5
IN_FORCE = "lifted_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())"
# Put before the INSERT of a session, with NOT_BANNED in its WHERE; the parameters are the visitor's, the address NULL for staff.
LOCK_OUT_NEW_BANS = f"SELECT pg_advisory_xact_lock_shared({BAN_LOCK});"
COVERING = f"{IN_FORCE} AND (token_hash = %(token)s OR account = %(account)s OR address >>= %(address)s::inet)"
NOT_BANNED = f"NOT EXISTS (SELECT FROM bans WHERE {COVERING})"


class Ban(msgspec.Struct, frozen=True):
    """What this worker keeps of a ban in force. `expires_at` is in seconds since 1970."""

    id: int
    token_hash: bytes | None
    account: str | None
    network: Network | None
    expires_at: float | None


class Bans:
    """The bans of one site."""

    def __init__(self, log_: EventLog) -> None:
        self._database = log_.database
        self._in_force: list[Ban] = []
        # Is anybody banned at all, or by address? Where not, a request need not find out who and where it comes from.
        self.any = self.by_address = False
        self._changed = gevent.event.Event()
        self._greenlet: gevent.Greenlet | None = None

    # ── what this worker knows ──────────────────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Reads the table, and again whenever `changed` was called."""
        self.read()
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        if self._greenlet is not None:
            self._greenlet.kill()

    def changed(self) -> None:
        """A ban was made or lifted somewhere. Does not block."""
        self._changed.set()

    def _run(self) -> None:
        while True:
            self._changed.wait(READ_AGAIN_SECONDS)
            self._changed.clear()
            try:
                self.read()
            except Refusal:
                gevent.sleep(RETRY_SECONDS)
                self._changed.set()
            except Exception:
                log.exception("bans: reading failed")

    def read(self) -> None:
        """Takes over the bans in force."""
        rows = self._database.rows(
            "SELECT id, token_hash, account, address::text, extract(epoch FROM expires_at)::float8 FROM bans"
            f" WHERE {IN_FORCE} ORDER BY id"
        )
        self._in_force = [
            Ban(id_, token and bytes(token), account, ipaddress.ip_network(address) if address else None, expires_at)
            for id_, token, account, address, expires_at in rows
        ]
        self.any = bool(rows)
        self.by_address = any(ban.network for ban in self._in_force)

    def covers(self, token_hash: bytes | None, account: str | None, address: Address | None) -> bool:
        """Does a ban in force cover one of these, as far as this worker knows?"""
        now = time.time()
        return any(
            (ban.expires_at is None or ban.expires_at > now)
            and (
                (ban.token_hash is not None and ban.token_hash == token_hash)
                or (ban.account is not None and ban.account == account)
                or (ban.network is not None and address is not None and address in ban.network)
            )
            for ban in self._in_force
        )

    def find(self, token_hash: bytes | None, account: str | None, address: Address | None) -> int | None:
        """The ban in force that covers one of these, as the table says it now."""
        rows = self._database.rows(
            f"SELECT id FROM bans WHERE {COVERING} ORDER BY id LIMIT 1",
            {"token": token_hash, "account": account, "address": address and str(address)},
        )
        return rows[0][0] if rows else None

    # ── inside a change ─────────────────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def add(
        change: Change,
        made_by: str,
        reason: str,
        minutes: int | None,
        session: tuple[str, bytes] | None,
        account: str | None,
        network: Network | None,
    ) -> tuple[int, bool]:
        """The ban's id, and whether it is new: one in force that covers exactly the same stays as it is.

        `session` is an id and the hash of its secret. Somebody who comes back without the cookie is a new person to us:
        against guests who do that there is the range.
        """
        change.rows("SELECT pg_advisory_xact_lock(%s)", (BAN_LOCK,))
        row = change.row(
            f"SELECT id FROM bans WHERE {IN_FORCE} AND session_id IS NOT DISTINCT FROM %s"
            " AND account IS NOT DISTINCT FROM %s AND address IS NOT DISTINCT FROM %s::cidr",
            (session and session[0], account, network and str(network)),
        )
        if row:
            return row[0], False
        row = change.row(
            "INSERT INTO bans (session_id, token_hash, account, address, reason, made_by, expires_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, clock_timestamp() + %s * interval '1 min') RETURNING id",
            (*(session or (None, None)), account, network and str(network), reason, made_by, minutes),
        )
        return row[0], True

    @staticmethod
    def lift(change: Change, ban_id: int, lifted_by: str) -> tuple[str | None] | None:
        """Ends a ban in force; `(the session that it was made for,)`. None when there is no such ban any more."""
        return change.row(
            f"UPDATE bans SET lifted_at = clock_timestamp(), lifted_by = %s WHERE id = %s AND {IN_FORCE}"
            " RETURNING session_id",
            (lifted_by, ban_id),
        )

    @staticmethod
    def ask_review(change: Change, ban_id: int, text: str) -> bool:
        """Keeps what the banned person says; False when the ban is over, or its review was asked for before."""
        return bool(
            change.row(
                "UPDATE bans SET review_text = %s, review_asked_at = clock_timestamp()"
                f" WHERE id = %s AND review_asked_at IS NULL AND {IN_FORCE} RETURNING 1",
                (text, ban_id),
            )
        )

    # ── what monitors see ───────────────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def in_force(view: Change, before: int | None, limit: int) -> tuple[list[dict], bool]:
        """Bans in force with an id below `before`, newest first, and whether there are more."""
        rows = view.rows(
            f"SELECT b.id, b.session_id, s.name, b.account, b.address::text, b.reason, b.made_by, m.name, {iso('b.made_at')},"
            f" {iso('b.expires_at')}, b.review_text, {iso('b.review_asked_at')} FROM bans b"
            " LEFT JOIN sessions s ON s.id = b.session_id LEFT JOIN sessions m ON m.id = b.made_by"
            " WHERE b.lifted_at IS NULL AND (b.expires_at IS NULL OR b.expires_at > clock_timestamp()) AND b.id < %s"
            " ORDER BY b.id DESC LIMIT %s",
            (before if before is not None else 2**62, limit + 1),
        )
        return [_shown(*row) for row in rows[:limit]], len(rows) > limit


def _shown(
    id_, session_id, name, account, address, reason, made_by, made_by_name, made_at, expires_at, text, asked_at
) -> dict:
    return {
        "ban": id_, "session": session_id and {"id": session_id, "name": name}, "account": account, "address": address,
        "reason": reason, "from": {"id": made_by, "name": made_by_name}, "at": made_at, "expires_at": expires_at,
        "review": {"text": text, "at": asked_at} if asked_at else None,
    }  # fmt: skip


def was_kicked(change: Change, room_id: str, session_id: str) -> bool:
    """Did this person's last stay in the room, with whichever session, end by a kick? Then only an invitation leads back."""
    row = change.row(
        "SELECT e.kind FROM sessions own JOIN sessions s ON s.id = own.id OR s.site_user_id = own.site_user_id"
        " JOIN members m ON m.session_id = s.id AND m.room_id = %s LEFT JOIN events e ON e.id = m.left_event"
        " WHERE own.id = %s ORDER BY m.joined_event DESC LIMIT 1",
        (room_id, session_id),
    )
    return row is not None and row[0] == "kicked"
