-- Rooms of all kinds: rights, invitations, pairs, continuations; and statuses that the server sets by itself.

-- permanent: the agents' back-channel, which nobody ends. pair: the two sessions of a direct room, in order.
-- nearly_full: those inside have been told that the conversation nears its limit.
ALTER TABLE rooms
    ADD COLUMN permanent boolean NOT NULL DEFAULT false,
    ADD COLUMN pair text,
    ADD COLUMN continued_from text REFERENCES rooms,
    ADD COLUMN nearly_full boolean NOT NULL DEFAULT false,
    ADD CHECK ((kind = 'direct') = (pair IS NOT NULL)),
    ADD CHECK (NOT permanent OR kind = 'group');
CREATE UNIQUE INDEX rooms_one_permanent ON rooms (permanent) WHERE permanent AND closed_at IS NULL;
CREATE UNIQUE INDEX rooms_one_a_pair ON rooms (pair) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX rooms_one_continuation ON rooms (continued_from) WHERE continued_from IS NOT NULL;

-- What differs in one room from the table in desk/permissions.py. `who` is a role, or one session, which goes before its role.
CREATE TABLE room_rights (
    room_id text NOT NULL REFERENCES rooms,
    action text NOT NULL,
    who text NOT NULL,
    allowed boolean NOT NULL,
    PRIMARY KEY (room_id, action, who)
);

-- An invitation lets in once; it is pending until it is used.
CREATE TABLE invitations (
    room_id text NOT NULL REFERENCES rooms,
    session_id text NOT NULL REFERENCES sessions,
    by_id text NOT NULL REFERENCES sessions,
    invited_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    used_at timestamptz,
    PRIMARY KEY (room_id, session_id)
);
CREATE INDEX invitations_pending ON invitations (session_id) WHERE used_at IS NULL;

-- acted_at: the last POST; listening is no act. idle: the server set `away` because of silence, and the next POST takes it back.
ALTER TABLE sessions
    ADD COLUMN acted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN idle boolean NOT NULL DEFAULT false,
    ADD CHECK (NOT idle OR status = 'away');
