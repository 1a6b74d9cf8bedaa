-- What is known of a conversation beyond its events: tags, and what the search knows of it; and saved replies.

CREATE INDEX chats_of_product ON chats ((metadata ->> 'product'));

CREATE INDEX rooms_by_age ON rooms (opened_at, id);
CREATE INDEX rooms_by_end ON rooms (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX sessions_of_account ON sessions (site_user_id) WHERE site_user_id IS NOT NULL;
CREATE INDEX requests_by_age ON requests (made_at);

CREATE TABLE tags (
    room_id text NOT NULL REFERENCES rooms,
    tag text NOT NULL CHECK (tag <> ''),
    session_id text REFERENCES sessions,
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (room_id, tag)
);
CREATE INDEX tags_by_name ON tags (tag, room_id);

-- A reply without an account is everybody's.
CREATE TABLE replies (
    id text PRIMARY KEY,
    account text,
    title text NOT NULL CHECK (title <> ''),
    category text NOT NULL DEFAULT '',
    body text NOT NULL CHECK (body <> ''),
    saved_by text NOT NULL REFERENCES sessions,
    saved_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX replies_of_account ON replies (account, category, title);

-- The search's own words for each conversation, a row for each 64 KiB of its text. Messages pay nothing for it: it is
-- brought up to date when somebody searches, and once more when the conversation has ended.
CREATE TABLE search_parts (
    room_id text NOT NULL REFERENCES rooms,
    part integer NOT NULL,
    first_event bigint NOT NULL,
    last_event bigint NOT NULL,
    size integer NOT NULL,
    document tsvector NOT NULL,
    PRIMARY KEY (room_id, part)
);
CREATE INDEX search_parts_document ON search_parts USING gin (document);

-- How far the search has read; `bytes` is what rooms.bytes was then, or -1 when there is something new all the same.
CREATE TABLE search_states (
    room_id text PRIMARY KEY REFERENCES rooms,
    last_event bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT -1,
    language text NOT NULL
);
-- Ended, and all of it is in the search.
ALTER TABLE rooms ADD COLUMN searchable boolean NOT NULL DEFAULT false;
CREATE INDEX rooms_not_searchable ON rooms (id) WHERE closed_at IS NOT NULL AND NOT searchable;

-- One row: up to this event, and of all conversations that ended before this time, texts, names and metadata are gone.
CREATE TABLE retention (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    purged_to bigint NOT NULL DEFAULT 0,
    purged_before timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO retention DEFAULT VALUES;
