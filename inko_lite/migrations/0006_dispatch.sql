-- Who is served by whom: skills, approval, people who vanish, and what the dispatcher remembers.

-- A trainee is an agent who lacks `approved`; until now every agent had it.
UPDATE sessions SET permissions = array_append(permissions, 'approved')
 WHERE ended_at IS NULL AND 'agent' = ANY(permissions) AND NOT 'approved' = ANY(permissions);

-- silent_at: others have been told that this person is reconnecting. gone_at: the lease is over. missed_offers: in a row.
ALTER TABLE sessions
    ADD COLUMN silent_at timestamptz,
    ADD COLUMN gone_at timestamptz,
    ADD COLUMN missed_offers integer NOT NULL DEFAULT 0 CHECK (missed_offers >= 0);

CREATE INDEX sessions_living ON sessions (expires_at) WHERE ended_at IS NULL;

-- Of the site's account, not of one session: they stay. An empty list means everything.
CREATE TABLE agent_skills (
    site_user_id text PRIMARY KEY,
    products text[] NOT NULL DEFAULT '{}',
    topics text[] NOT NULL DEFAULT '{}',
    locales text[] NOT NULL DEFAULT '{}',
    tags text[] NOT NULL DEFAULT '{}'
);

-- When this deployment was last known to be up, and since when without a break: silence before that is nobody's fault.
CREATE TABLE uptime (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    alive_at timestamptz NOT NULL DEFAULT '-infinity',
    since timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO uptime DEFAULT VALUES;

-- What the dispatcher asks of an entry, beside its metadata, which may be large and is not read for it.
-- from_agent, from_reason: whose the guest was before, and why the guest waits again. anew_at: refusals before it are forgotten.
ALTER TABLE queue_entries
    ADD COLUMN anew_at timestamptz,
    ADD COLUMN from_agent text REFERENCES sessions,
    ADD COLUMN from_reason text,
    ADD COLUMN product text GENERATED ALWAYS AS (metadata ->> 'product') STORED,
    ADD COLUMN topic text GENERATED ALWAYS AS (metadata ->> 'topic') STORED,
    ADD COLUMN locale text GENERATED ALWAYS AS (metadata ->> 'locale') STORED,
    ADD COLUMN tags jsonb GENERATED ALWAYS AS (metadata -> 'tags') STORED,
    ADD COLUMN preferred_agent text GENERATED ALWAYS AS (metadata ->> 'preferred_agent') STORED;
CREATE INDEX queue_entries_of_guest ON queue_entries (session_id, ended_at);
-- Guests who vanished while they waited, and may come back to their place.
CREATE INDEX queue_entries_gone ON queue_entries (ended_at) WHERE end_reason = 'gone';

CREATE INDEX offers_refused ON offers (ended_at) WHERE reason = 'queue' AND state IN ('declined', 'timeout');
CREATE INDEX offers_of_room ON offers (room_id) WHERE state = 'open' AND room_id IS NOT NULL;
CREATE INDEX rooms_of_owner ON rooms (owner_id) WHERE kind = 'support' AND closed_at IS NULL;
CREATE INDEX rooms_served ON rooms (owner_id, coalesce(closed_at, opened_at)) WHERE kind = 'support';

-- A chat limit holds whatever code gives an agent a conversation. past_limit records the exceptions: a monitor forced it, took
-- it over, or a helper who was in the room already inherited it.
ALTER TABLE rooms ADD COLUMN past_limit boolean NOT NULL DEFAULT false;
CREATE FUNCTION keep_chat_limit() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    most integer;
    active integer;
BEGIN
    SELECT chat_limit INTO most FROM sessions WHERE id = NEW.owner_id FOR NO KEY UPDATE;
    SELECT count(*) INTO active FROM rooms
     WHERE owner_id = NEW.owner_id AND kind = 'support' AND closed_at IS NULL AND id <> NEW.id;
    IF active >= most THEN
        RAISE EXCEPTION 'agent % has % chats and a limit of %', NEW.owner_id, active, most
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rooms_within_chat_limit';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER rooms_within_chat_limit BEFORE INSERT ON rooms FOR EACH ROW
    WHEN (NEW.kind = 'support' AND NEW.owner_id IS NOT NULL AND NEW.closed_at IS NULL AND NOT NEW.past_limit
          AND NEW.continued_from IS NULL)
    EXECUTE FUNCTION keep_chat_limit();
CREATE TRIGGER rooms_within_chat_limit_later BEFORE UPDATE OF owner_id ON rooms FOR EACH ROW
    WHEN (NEW.kind = 'support' AND NEW.owner_id IS NOT NULL AND NEW.owner_id IS DISTINCT FROM OLD.owner_id
          AND NEW.closed_at IS NULL AND NOT NEW.past_limit)
    EXECUTE FUNCTION keep_chat_limit();

CREATE VIEW broken_offers AS
SELECT o.id, o.to_id, o.entry_id, q.state FROM offers o JOIN queue_entries q ON q.id = o.entry_id
 WHERE o.state = 'open' AND q.state <> 'waiting';
COMMENT ON VIEW broken_offers IS 'guests who are offered to somebody and do not wait';
