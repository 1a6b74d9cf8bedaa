"""Moderation: kicking, banning, redacting, and calling a monitor.

Place: beside `rooms.py`, which lets people in and out, and `identity.py`, which knows them. Invariants: each act is one
transaction with its event and its row in the audit table; doing the same twice does nothing more. A message is in the log
before the kick of its author or it is refused, because both take the lock of the room.
"""

import ipaddress

from ..config import Config
from ..errors import (
    BanExists,
    BanOwn,
    BanShared,
    BanUnknown,
    EventUnknown,
    MemberUnknown,
    PermissionMissing,
    PersonUnknown,
    ReportsTooMany,
    RequestInvalid,
    ReviewAsked,
    RoomUnknown,
)
from ..stream.events import Change, Draft, EventLog
from . import audit
from .addresses import KEPT_BITS, Addresses, Network
from .bans import Bans
from .identity import Identity, Session
from .members import Members
from .repeats import Repeats
from .rooms import Rooms

# The widest range that may be banned. Anything wider is a decision for the firewall.
WIDEST_BITS = {4: 16, 6: 32}
# A range that more than this share of the guests present come from is no range to ban.
SHARED = 0.9
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1"))
# One session may call a monitor so often.
REPORTS = 5
REPORTS_SECONDS = 600


class Moderation:
    """What monitors do about people and messages, and how others call them."""

    def __init__(
        self,
        config: Config,
        log: EventLog,
        identity: Identity,
        rooms: Rooms,
        bans: Bans,
        addresses: Addresses,
        repeats: Repeats,
    ) -> None:
        self._config = config
        self._log = log
        self._identity = identity
        self._rooms = rooms
        self._bans = bans
        self._proxies = addresses.proxies
        self._repeats = repeats
        # What else knows the texts of a room: `(change, room_id)` each; the server adds the search.
        self.on_redact: list = []

    # ── out of a room ───────────────────────────────────────────────────────────────────────────────────────────────

    def kick(self, session: Session, room_id: str, session_id: str, reason: str) -> None:
        """Puts somebody out of a room: `kicked` is the last that this person hears of it, and only an invitation leads back.

        A support room whose guest is kicked ends, as when the guest leaves.
        """
        with self._log.change() as change:
            place = self._rooms.require(change, room_id, session, "kick")
            if session_id == session.id:
                raise RequestInvalid.at("$.session", "is your own; leave the room")
            role = self._rooms.role_of(change, room_id, session_id)
            if role is None:
                raise MemberUnknown
            if not place.supervises and self._supervises(change, session_id):
                raise PermissionMissing("monitor")
            person = self._rooms.person(change, session_id)
            heir = self._rooms.heir(change, room_id, session_id)
            self._rooms.go(change, room_id, person, reason, kicked_by=session.person, heir=heir)
            Members.uninvite(change, room_id, session_id)
            self._rooms.after_departure(change, person, room_id, place.kind, role)
            audit.record(change, session, "kick", room_id, session_id, {"reason": reason})

    @staticmethod
    def _supervises(change: Change, session_id: str) -> bool:
        """Monitors are put out of a room by monitors only."""
        return change.row("SELECT 'monitor' = ANY(permissions) FROM sessions WHERE id = %s", (session_id,))[0]

    # ── out of the site ─────────────────────────────────────────────────────────────────────────────────────────────

    def ban(
        self,
        session: Session,
        target: str | None,
        account: str | None,
        address: Network | None,
        with_range: bool,
        minutes: int | None,
        reason: str,
        client_id: str | None,
    ) -> tuple[int, bool]:
        """Bans one of: a session, an account of the site, a range of addresses. `(the ban's id, repeated)`.

        The ban of somebody signed in covers the account. The ban of a guest's session holds as long as the guest keeps the
        cookie: who comes back without it is somebody new; `with_range` bans the network that the guest came from as well.
        A range holds for guests and plain users: staff are banned by account. Raises BanShared for a range that is shared
        by most, BanExists where the same is banned already, BanOwn, PersonUnknown.
        """
        asked = ["ban", target, account, address and str(address), with_range, minutes, reason]
        with self._log.change() as change:
            earlier = self._repeats.earlier(change, session.id, client_id, asked)
            if earlier is not None:
                return earlier["ban"], True
            cookie = None
            if target is not None:
                row = change.row(
                    "SELECT token_hash, site_user_id, address::text FROM sessions WHERE id = %s", (target,)
                )
                if row is None:
                    raise PersonUnknown
                token_hash, account, network = row
                cookie = (target, bytes(token_hash))
                if with_range:
                    if network is None:
                        raise RequestInvalid.at("$.range", "it is not known where this session came from")
                    address = ipaddress.ip_network(network)
            if target == session.id or (account is not None and account == session.site_user_id):
                raise BanOwn
            if address is not None:
                self._require_not_shared(change, address)
            ban_id, new = self._bans.add(change, session.id, reason, minutes, cookie, account, address)
            if not new:
                raise BanExists(ban=ban_id)
            ended = self._covered(change, target, account, address)
            self._rooms.hold(change, [each.id for each in ended])
            for each in ended:
                told = [Draft("session:" + each.id, "banned", {}, None, session.id)]
                self._identity.finish(change, each, "banned", told)
            audit.record(
                change, session, "ban", None, target,
                {
                    "ban": ban_id, "account": account, "address": address and str(address), "minutes": minutes,
                    "reason": reason, "sessions": [each.id for each in ended],
                },
            )  # fmt: skip
            change.append([Draft("monitors", "banned", {"ban": ban_id, "from": session.person}, None, session.id)])
            self._repeats.remember(change, session.id, client_id, asked, {"ban": ban_id})
        return ban_id, False

    def _require_not_shared(self, change: Change, address: Network) -> None:
        """Raises BanShared for a range that stands for more people than the one who is meant."""
        if address.prefixlen < WIDEST_BITS[address.version]:
            raise RequestInvalid.at("$.address", f"at most /{WIDEST_BITS[address.version]}")
        if any(proxy.version == address.version and proxy.overlaps(address) for proxy in self._proxies):
            raise BanShared(why="it holds a proxy of this site, and everybody comes through that")
        # Of what is narrower than what is kept, the neighbours may be meant too.
        kept = KEPT_BITS[address.version]
        around = address if address.prefixlen <= kept else address.supernet(new_prefix=kept)
        present, sharing = change.row(
            "SELECT count(*), count(*) FILTER (WHERE address <<= %s::inet) FROM sessions WHERE ended_at IS NULL"
            " AND kind IN ('guest', 'user') AND seen_at > clock_timestamp() - %s * interval '1 s'",
            (str(around), self._config.presence.guest_gone_seconds),
        )
        if sharing > 1 and any(own.version == address.version and own.overlaps(address) for own in LOOPBACK):
            raise BanShared(why="it is this machine itself: a proxy on it is not among server.trusted_proxies")
        if sharing > 1 and sharing > SHARED * present:
            raise BanShared(why=f"{sharing} of the {present} guests who are here come from it")

    def _covered(
        self, change: Change, target: str | None, account: str | None, address: Network | None
    ) -> list[Session]:
        """The living sessions that a new ban covers for certain. Those of a range narrower than what is kept of addresses
        are found with their next request."""
        return self._identity.living(
            change,
            "(id = %s OR site_user_id = %s OR (address <<= %s::inet AND kind IN ('guest', 'user')))",
            (target, account, address and str(address)),
        )

    def unban(self, session: Session, ban_id: int) -> None:
        """Lifts a ban; raises BanUnknown when it is not in force."""
        with self._log.change() as change:
            lifted = self._bans.lift(change, ban_id, session.id)
            if lifted is None:
                raise BanUnknown
            audit.record(change, session, "unban", None, lifted[0], {"ban": ban_id})
            change.append([Draft("monitors", "unbanned", {"ban": ban_id, "from": session.person}, None, session.id)])

    def ask_review(self, ban_id: int, text: str) -> None:
        """A banned person asks a monitor to look at the ban again; raises ReviewAsked from the second time on."""
        with self._log.change() as change:
            if not self._bans.ask_review(change, ban_id, text):
                raise ReviewAsked
            audit.record(change, None, "ban_review", detail={"ban": ban_id})
            change.append([Draft("monitors", "review_asked", {"ban": ban_id})])

    # ── a message ───────────────────────────────────────────────────────────────────────────────────────────────────

    def redact(self, session: Session, room_id: str, event_id: int, reason: str) -> None:
        """Takes the text of a message or a note away, here and from everybody who has it; doing it twice does nothing.

        What was written to disk before is overwritten when PostgreSQL next cleans up (VACUUM), as with everything erased.
        """
        with self._log.change() as change:
            change.rows("SELECT FROM rooms WHERE id = %s FOR NO KEY UPDATE", (room_id,))
            row = change.row(
                "SELECT stream, actor_id, data::jsonb ? 'redacted' FROM events"
                " WHERE id = %s AND room_id = %s AND kind IN ('message', 'note') FOR UPDATE",
                (event_id, room_id),
            )
            if row is None:
                raise EventUnknown
            stream, author_id, done = row
            if done:
                return
            change.rows(
                "UPDATE events SET data = ((data::jsonb - 'body' - 'html') || '{\"redacted\": true}')::json WHERE id = %s",
                (event_id,),
            )
            for follow in self.on_redact:
                follow(change, room_id)
            audit.record(change, session, "redact", room_id, author_id, {"event": event_id, "reason": reason})
            data = {"event": event_id, "reason": reason, "from": session.person}
            change.append([Draft(stream, "redacted", data, room_id, session.id)])

    # ── calling a monitor ───────────────────────────────────────────────────────────────────────────────────────────

    def report(self, session: Session, room_id: str | None, reason: str, client_id: str | None) -> tuple[int, bool]:
        """Calls a monitor into a room: `(the report's id, repeated)`. Without a room: the only one that the caller is in;
        staff may call from anywhere. Raises ReportsTooMany."""
        asked = ["report", room_id, reason]
        with self._log.change() as change:
            earlier = self._repeats.earlier(change, session.id, client_id, asked)
            if earlier is not None:
                return earlier["report"], True
            room_id = self._reported_room(change, session, room_id)
            recent = change.row(
                "SELECT extract(epoch FROM at + %s * interval '1 s' - clock_timestamp())::float8 FROM audit"
                " WHERE actor_id = %s AND act = 'report' ORDER BY id DESC OFFSET %s LIMIT 1",
                (REPORTS_SECONDS, session.id, REPORTS - 1),
            )
            if recent and recent[0] > 0:
                raise ReportsTooMany(retry_after=recent[0])
            report_id = audit.record(change, session, "report", room_id, None, {"reason": reason})
            data = {"report": report_id, "from": session.person, "reason": reason}
            change.append([Draft("monitors", "reported", data, room_id, session.id)])
            self._repeats.remember(change, session.id, client_id, asked, {"report": report_id})
        return report_id, False

    @staticmethod
    def _reported_room(change: Change, session: Session, room_id: str | None) -> str | None:
        rooms = [
            row[0]
            for row in change.rows(
                "SELECT m.room_id FROM members m WHERE m.session_id = %s AND (m.left_event IS NULL OR m.room_id = %s)",
                (session.id, room_id),
            )
        ]
        if room_id is not None:
            # Who was in it may still complain of it.
            if room_id not in rooms:
                raise RoomUnknown
            return room_id
        if len(rooms) == 1:
            return rooms[0]
        if not session.staff:
            raise RequestInvalid.at("$.room", "is missing")
        return None

    # ── what monitors see ───────────────────────────────────────────────────────────────────────────────────────────

    def bans(self, before: int | None, limit: int) -> tuple[list[dict], bool]:
        """The bans in force; see `Bans.in_force`."""
        with self._log.snapshot() as (view, _):
            return self._bans.in_force(view, before, limit)

    def audit(self, **filters: object) -> tuple[list[dict], bool]:
        """A page of the audit table; see `audit.page`."""
        with self._log.snapshot() as (view, _):
            return audit.page(view, **filters)
