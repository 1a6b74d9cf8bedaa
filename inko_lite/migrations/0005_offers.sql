-- A conversation or a waiting guest offered to one person, who has until `expires_at` to answer.
CREATE TABLE offers (
    id text PRIMARY KEY,
    reason text NOT NULL CHECK (reason IN ('queue', 'transfer', 'invite')),
    to_id text NOT NULL REFERENCES sessions,
    from_id text REFERENCES sessions,
    room_id text REFERENCES rooms,
    entry_id text REFERENCES queue_entries,
    note text NOT NULL DEFAULT '',
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined', 'timeout', 'revoked')),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    CHECK ((state = 'open') = (ended_at IS NULL)),
    CHECK ((reason = 'queue') = (entry_id IS NOT NULL)),
    CHECK ((reason = 'queue') = (room_id IS NULL))
);
CREATE UNIQUE INDEX offers_one_transfer_a_room ON offers (room_id) WHERE state = 'open' AND reason = 'transfer';
CREATE UNIQUE INDEX offers_one_an_entry ON offers (entry_id) WHERE state = 'open' AND reason = 'queue';
CREATE UNIQUE INDEX offers_one_invitation ON offers (room_id, to_id) WHERE state = 'open' AND reason = 'invite';
CREATE INDEX offers_to ON offers (to_id) WHERE state = 'open';
CREATE INDEX offers_due ON offers (expires_at) WHERE state = 'open';
