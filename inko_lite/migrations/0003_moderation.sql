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

-- What each person has sent of late: three numbers an entry (the second, messages, bytes). Written with every message, and of
-- no worth after a minute: so it goes without the write-ahead log, and a crash of PostgreSQL merely empties it.
CREATE UNLOGGED TABLE flood (
    person text PRIMARY KEY,
    recent integer[] NOT NULL CHECK (cardinality(recent) % 3 = 0 AND cardinality(recent) > 0)
) WITH (fillfactor = 50);

-- The size of the largest message, for the live figures.
ALTER TABLE rooms ADD COLUMN largest_message integer NOT NULL DEFAULT 0;

CREATE VIEW broken_bans AS
WITH in_force AS (
    SELECT * FROM bans WHERE lifted_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())
), living AS (
    SELECT * FROM sessions WHERE ended_at IS NULL
)
SELECT b.id AS ban, s.id AS session FROM in_force b JOIN living s ON s.token_hash = b.token_hash
 UNION SELECT b.id, s.id FROM in_force b JOIN living s ON s.site_user_id = b.account
 UNION SELECT b.id, s.id FROM in_force b JOIN living s ON s.address <<= b.address AND s.kind IN ('guest', 'user');
COMMENT ON VIEW broken_bans IS 'sessions go on although a ban in force covers them';

CREATE VIEW broken_redactions AS
SELECT r.id AS redacted, e.id AS event FROM events r JOIN events e ON e.id = (r.data ->> 'event')::bigint
 WHERE r.kind = 'redacted' AND ((e.data ->> 'redacted') IS NULL OR (e.data ->> 'body') IS NOT NULL OR (e.data ->> 'html') IS NOT NULL);
COMMENT ON VIEW broken_redactions IS 'messages still have the text that was taken away';
