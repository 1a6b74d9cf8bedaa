-- Who did what to whom: moderation, watching, limits, the queue's mode. It outlives the sessions and rooms that it names (no
-- foreign keys) and holds ids, not names: what a guest wrote or was called is erased elsewhere without touching the record.
CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    act text NOT NULL,
    -- Empty: the server by itself. The site's account stays when the session has been purged.
    actor_id text,
    actor_user_id text,
    room_id text,
    subject_id text,
    detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_of_room ON audit (room_id, id) WHERE room_id IS NOT NULL;
CREATE INDEX audit_of_subject ON audit (subject_id, id) WHERE subject_id IS NOT NULL;
CREATE INDEX audit_of_actor ON audit (actor_id, id);
CREATE INDEX audit_by_act ON audit (act, id);

-- The network that the client of a session came from, cut down to /24 or /48; never the whole address.
ALTER TABLE sessions ADD COLUMN address cidr CHECK (masklen(address) <= CASE family(address) WHEN 4 THEN 24 ELSE 48 END);
CREATE INDEX sessions_by_address ON sessions (address) WHERE ended_at IS NULL AND address IS NOT NULL;

-- Who may not come in: whoever has the session's secret, the site's account, or an address of the range.
CREATE TABLE bans (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id text,
    token_hash bytea,
    account text,
    address cidr,
    reason text NOT NULL,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz,
    lifted_at timestamptz,
    lifted_by text,
    review_text text,
    review_asked_at timestamptz,
    CHECK ((session_id IS NULL) = (token_hash IS NULL)),
    CHECK (token_hash IS NOT NULL OR account IS NOT NULL OR address IS NOT NULL),
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
    CHECK (review_asked_at IS NOT NULL OR review_text IS NULL)
);
CREATE INDEX bans_not_lifted ON bans (id) WHERE lifted_at IS NULL;
