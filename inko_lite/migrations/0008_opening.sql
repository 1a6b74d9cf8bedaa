-- Opening and closing, places held while a question is typed, texts that stand by, and the way back after a restart.
CREATE TABLE queue_state (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    mode text NOT NULL DEFAULT 'auto' CHECK (mode IN ('open', 'draining', 'closed', 'auto')),
    message text NOT NULL DEFAULT '',
    -- Was full, or too slow, and has not come down to the threshold for reopening since.
    was_full boolean NOT NULL DEFAULT false,
    was_slow boolean NOT NULL DEFAULT false,
    -- What was last told to everybody.
    status text NOT NULL DEFAULT 'unstaffed' CHECK (status IN ('open', 'closed', 'full', 'unstaffed')),
    reason text NOT NULL DEFAULT '',
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO queue_state DEFAULT VALUES;

-- What was true when the guest came, to learn from how long it then took.
ALTER TABLE queue_entries ADD COLUMN entered_position integer, ADD COLUMN entered_staff integer;
CREATE INDEX queue_entries_served ON queue_entries (ended_at DESC) WHERE state = 'assigned' AND entered_position IS NOT NULL;

CREATE TABLE reservations (
    session_id text PRIMARY KEY REFERENCES sessions,
    place bigint NOT NULL DEFAULT nextval('queue_places'),
    expires_at timestamptz NOT NULL
);

CREATE TABLE standby (
    session_id text PRIMARY KEY REFERENCES sessions,
    place bigint NOT NULL DEFAULT nextval('queue_places'),
    name text NOT NULL,
    question text NOT NULL,
    metadata jsonb NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A short code that brings a guest back after a browser restart; replaced when it is used.
CREATE TABLE resume_codes (
    session_id text PRIMARY KEY REFERENCES sessions,
    code text NOT NULL UNIQUE,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE resume_attempts (
    session_id text NOT NULL REFERENCES sessions,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX resume_attempts_at ON resume_attempts (at);
