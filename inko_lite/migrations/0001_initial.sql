-- The event log and the rows that it is a history of. Read docs/architecture in the README first: a stream says who may see an event.

-- One row. Whoever appends events updates it last, just before the commit, so ids are gapless and in commit order.
CREATE TABLE log_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    last_id bigint NOT NULL DEFAULT 0,
    messages bigint NOT NULL DEFAULT 0,
    last_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO log_head DEFAULT VALUES;

-- `data` is json, not jsonb: its text is spliced as it stands into what listeners receive, and is never looked into on the way.
CREATE TABLE events (
    id bigint PRIMARY KEY,
    stream text NOT NULL,
    kind text NOT NULL,
    room_id text,
    actor_id text,
    subject_id text,
    client_id text,
    message_number bigint,
    at timestamptz NOT NULL,
    data json NOT NULL,
    CHECK ((kind = 'message') = (message_number IS NOT NULL))
);
CREATE INDEX events_by_stream ON events (stream, id);
CREATE UNIQUE INDEX events_client_id ON events (actor_id, client_id) WHERE client_id IS NOT NULL;
-- The rate limit asks when the message `limit` places back was accepted: one probe of this index, however high the limit.
CREATE UNIQUE INDEX events_message_number ON events (message_number) WHERE message_number IS NOT NULL;

CREATE TABLE sessions (
    id text PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    csrf text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('guest', 'user', 'agent', 'monitor')),
    name text NOT NULL,
    site_user_id text,
    site_key_hash text,
    status text NOT NULL DEFAULT 'online' CHECK (status IN ('online', 'away', 'busy', 'offline')),
    chat_limit integer NOT NULL CHECK (chat_limit >= 0),
    locale text NOT NULL DEFAULT 'en',
    permissions text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CHECK ((kind = 'guest') = (site_user_id IS NULL))
);
CREATE INDEX sessions_of_user ON sessions (site_user_id) WHERE ended_at IS NULL AND site_user_id IS NOT NULL;
CREATE INDEX sessions_staff ON sessions (kind) WHERE ended_at IS NULL AND kind IN ('agent', 'monitor');

-- A narrow row: each message updates `bytes`.
CREATE TABLE rooms (
    id text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('support', 'group', 'direct')),
    name text NOT NULL,
    topic text NOT NULL DEFAULT '',
    private boolean NOT NULL DEFAULT true,
    owner_id text REFERENCES sessions,
    bytes bigint NOT NULL DEFAULT 0,
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_at timestamptz,
    close_reason text,
    CHECK ((closed_at IS NULL) = (close_reason IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX rooms_open ON rooms (opened_at) WHERE closed_at IS NULL;

-- What a support room was opened for; wide, and not touched by messages.
CREATE TABLE chats (
    room_id text PRIMARY KEY REFERENCES rooms,
    guest_id text NOT NULL REFERENCES sessions,
    guest_name text NOT NULL,
    question text NOT NULL,
    metadata jsonb NOT NULL,
    queued_at timestamptz NOT NULL,
    assigned_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX chats_of_guest ON chats (guest_id);

-- A stay in a room, from the `joined` event to the `left` or `kicked` one: exactly what this person may hear of it.
CREATE TABLE members (
    room_id text NOT NULL REFERENCES rooms,
    session_id text NOT NULL REFERENCES sessions,
    role text NOT NULL CHECK (role IN ('guest', 'agent', 'member', 'watcher')),
    joined_event bigint NOT NULL,
    left_event bigint CHECK (left_event >= joined_event),
    PRIMARY KEY (room_id, joined_event)
);
CREATE UNIQUE INDEX members_once ON members (room_id, session_id) WHERE left_event IS NULL;
CREATE UNIQUE INDEX members_guest_in_one_room ON members (session_id) WHERE left_event IS NULL AND role = 'guest';
CREATE INDEX members_of_session ON members (session_id, left_event);

CREATE SEQUENCE queue_places;
CREATE TABLE queue_entries (
    id text PRIMARY KEY,
    session_id text NOT NULL REFERENCES sessions,
    name text NOT NULL,
    question text NOT NULL,
    metadata jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'assigned', 'left')),
    place bigint NOT NULL DEFAULT nextval('queue_places'),
    -- Set when an agent gave the guest back: the conversation goes on in this room.
    room_id text REFERENCES rooms,
    queued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    end_reason text,
    CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX queue_entries_one_a_guest ON queue_entries (session_id) WHERE state = 'waiting';
CREATE INDEX queue_entries_in_order ON queue_entries (place) WHERE state = 'waiting';

-- What a POST with a client_id answered, so that the same POST again answers the same and does nothing twice.
-- Messages have their own index on events.
CREATE TABLE requests (
    session_id text NOT NULL REFERENCES sessions,
    client_id text NOT NULL,
    digest bytea NOT NULL,
    reply json NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (session_id, client_id)
);
