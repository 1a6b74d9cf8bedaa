-- What comes after a chat: surveys, follow-ups on the forum, and what other systems are told of it all.

-- One answer a chat. The agent, the product and the tags are those of the time of the answer; what comes later changes no past figure.
CREATE TABLE surveys (
    room_id text PRIMARY KEY REFERENCES rooms ON DELETE CASCADE,
    score integer NOT NULL CHECK (score BETWEEN 1 AND 5),
    solved boolean NOT NULL,
    comment text NOT NULL DEFAULT '',
    agent_id text,
    agent_user_id text,
    product text,
    tags text[] NOT NULL DEFAULT '{}',
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A question for the forum, as the guest has edited it. Once it has arrived there, only its address is kept.
CREATE TABLE follow_ups (
    room_id text PRIMARY KEY REFERENCES rooms ON DELETE CASCADE,
    title text NOT NULL,
    body text NOT NULL,
    metadata jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'proposed', 'requested', 'linked')),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    consented_at timestamptz,
    linked_at timestamptz,
    url text,
    CHECK ((state = 'linked') = (linked_at IS NOT NULL)),
    CHECK (state <> 'linked' OR url IS NOT NULL),
    CHECK (state <> 'requested' OR consented_at IS NOT NULL)
);

-- The outbox: written in the transaction of what it tells of, delivered at least once by any worker. While a worker is at it,
-- `due_at` is its lease: if the worker dies, another one tries when that has run out. No foreign keys: it outlives the rooms.
CREATE TABLE deliveries (
    id text PRIMARY KEY,
    target text NOT NULL,
    kind text NOT NULL,
    room_id text,
    body json NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
    attempts integer NOT NULL DEFAULT 0,
    problem text NOT NULL DEFAULT '',
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    CHECK ((state = 'pending') = (ended_at IS NULL))
);
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE state = 'pending';
CREATE INDEX deliveries_ended ON deliveries (state, ended_at) WHERE state <> 'pending';
CREATE INDEX deliveries_of_room ON deliveries (room_id) WHERE room_id IS NOT NULL;

-- Who set a tag: somebody, or a rule of the configuration.
ALTER TABLE tags ADD COLUMN source text NOT NULL DEFAULT 'agent' CHECK (source IN ('agent', 'rule'));

-- A tag that came up more often than it should; monitors are told once a day and tag.
CREATE TABLE spikes (
    day date NOT NULL,
    tag text NOT NULL,
    count integer NOT NULL,
    expected double precision NOT NULL,
    found_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (day, tag)
);

-- Reports ask for chats and entries by the time at which the guest came.
CREATE INDEX chats_by_time ON chats (queued_at);
CREATE INDEX queue_entries_by_time ON queue_entries (queued_at);
