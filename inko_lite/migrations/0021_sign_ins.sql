-- One person is one session, however many browsers that person is signed in with: each browser has a secret of its own here.
-- Guests have one browser, and its secret is the session's. A session that has had sign-ins ends with the last of them.
CREATE TABLE sign_ins (
    token_hash bytea PRIMARY KEY,
    session_id text NOT NULL REFERENCES sessions,
    site_key_hash text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Written when the site is asked again who this is, so about once a minute while somebody is there.
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE INDEX sign_ins_of_session ON sign_ins (session_id) WHERE ended_at IS NULL;
CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at);

INSERT INTO sign_ins (token_hash, session_id, site_key_hash, made_at, seen_at, expires_at)
SELECT token_hash, id, site_key_hash, created_at, seen_at, expires_at FROM sessions
 WHERE ended_at IS NULL AND site_user_id IS NOT NULL AND site_key_hash IS NOT NULL;

-- A view holds on to every column that it was made over.
DROP VIEW broken_bans;
ALTER TABLE sessions DROP COLUMN site_key_hash;
CREATE VIEW broken_bans AS
WITH in_force AS (
    SELECT * FROM bans WHERE lifted_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())
), living AS (
    SELECT id, token_hash, site_user_id, address, kind FROM sessions WHERE ended_at IS NULL
)
SELECT b.id AS ban, s.id AS session FROM in_force b JOIN living s ON s.token_hash = b.token_hash
 UNION SELECT b.id, s.id FROM in_force b JOIN living s ON s.site_user_id = b.account
 UNION SELECT b.id, s.id FROM in_force b JOIN living s ON s.address <<= b.address AND s.kind IN ('guest', 'user');
COMMENT ON VIEW broken_bans IS 'sessions go on although a ban in force covers them';

CREATE VIEW broken_sign_ins AS
SELECT s.id, s.ended_at, k.made_at FROM sign_ins k JOIN sessions s ON s.id = k.session_id
 WHERE k.ended_at IS NULL AND s.ended_at IS NOT NULL;
COMMENT ON VIEW broken_sign_ins IS 'browsers are signed in to a session that has ended';
