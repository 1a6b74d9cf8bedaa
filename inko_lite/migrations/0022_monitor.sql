-- What the monitor page shows beyond the present moment, and a guest whom a monitor has opened to everybody.

-- The last hour of the six live figures, a row a minute: the highest of that minute. Whoever writes one deletes what is older.
CREATE TABLE gauge_minutes (
    minute timestamptz PRIMARY KEY,
    users integer NOT NULL,
    rooms integer NOT NULL,
    messages_per_minute integer NOT NULL,
    largest_message integer NOT NULL,
    fullest_session bigint NOT NULL,
    waiting integer NOT NULL
);

-- The guest is for whoever is free, whatever the question asks for.
ALTER TABLE queue_entries ADD COLUMN anybody boolean NOT NULL DEFAULT false;
