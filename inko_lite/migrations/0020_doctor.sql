-- The invariants: each view must be empty, and its comment says what it means when it is not. `inko-lite doctor` reads them all.

CREATE VIEW broken_log_ids AS
SELECT coalesce(before, 0) AS after, id AS next FROM (SELECT id, lag(id) OVER (ORDER BY id) AS before FROM events) AS pairs
 WHERE id <> coalesce(before, 0) + 1
UNION ALL
SELECT (SELECT coalesce(max(id), 0) FROM events), last_id FROM log_head WHERE last_id <> (SELECT coalesce(max(id), 0) FROM events);
COMMENT ON VIEW broken_log_ids IS 'events are missing from the log between these ids';

CREATE VIEW broken_log_order AS
SELECT id, at, before FROM (SELECT id, at, lag(at) OVER (ORDER BY id) AS before FROM events) AS pairs WHERE at < before
UNION ALL
SELECT last_id, last_at, (SELECT max(at) FROM events) FROM log_head WHERE last_at < (SELECT max(at) FROM events);
COMMENT ON VIEW broken_log_order IS 'events are older than the one before them';

CREATE VIEW broken_message_numbers AS
SELECT id, message_number, before FROM (
  SELECT id, message_number, lag(message_number, 1, 0::bigint) OVER (ORDER BY id) AS before FROM events WHERE message_number IS NOT NULL
) AS pairs WHERE message_number <> before + 1
UNION ALL
SELECT last_id, messages, (SELECT coalesce(max(message_number), 0) FROM events) FROM log_head
 WHERE messages <> (SELECT coalesce(max(message_number), 0) FROM events);
COMMENT ON VIEW broken_message_numbers IS 'messages are not numbered one after the other, so the limit a minute is miscounted';

CREATE VIEW broken_messages AS
SELECT e.id, e.stream, e.room_id, e.actor_id, e.client_id FROM events e
 WHERE e.kind = 'message' AND (e.stream IS DISTINCT FROM 'room:' || e.room_id OR e.data ->> 'room' IS DISTINCT FROM e.room_id
    OR (e.data ->> 'purged' IS NULL AND (e.data ->> 'client_id' IS DISTINCT FROM e.client_id
        OR e.data #>> '{from,id}' IS DISTINCT FROM e.actor_id)));
COMMENT ON VIEW broken_messages IS 'messages that contradict their own row: room, sender or client_id';

CREATE VIEW broken_client_ids AS
SELECT actor_id, kind, data ->> 'client_id' AS client_id, array_agg(id ORDER BY id) AS events FROM events
 WHERE kind IN ('message', 'note') AND data ->> 'client_id' IS NOT NULL GROUP BY 1, 2, 3 HAVING count(*) > 1;
COMMENT ON VIEW broken_client_ids IS 'something that was sent once was written twice';

CREATE VIEW broken_speakers AS
SELECT e.id, e.room_id, e.actor_id FROM events e
 WHERE e.kind = 'message' AND NOT EXISTS (SELECT FROM members m WHERE m.room_id = e.room_id AND m.session_id = e.actor_id
   AND m.role <> 'watcher' AND m.joined_event < e.id AND (m.left_event IS NULL OR m.left_event > e.id));
COMMENT ON VIEW broken_speakers IS 'messages from somebody who was not in the room, or only watched';

CREATE VIEW broken_room_bytes AS
SELECT r.id, r.bytes, sums.bytes AS said FROM rooms r CROSS JOIN LATERAL (
  SELECT coalesce(sum(octet_length(e.data ->> 'body')), 0) AS bytes, count(*) FILTER (WHERE e.data ->> 'redacted' IS NOT NULL) AS redacted
    FROM events e WHERE e.stream = 'room:' || r.id AND e.kind = 'message'
) AS sums
 -- A redacted text still counts for the limit of its conversation.
 WHERE r.bytes < sums.bytes OR (r.bytes > sums.bytes AND sums.redacted = 0);
COMMENT ON VIEW broken_room_bytes IS 'rooms whose size is not that of their messages';

CREATE VIEW broken_room_ends AS
SELECT r.id, r.closed_at, ends.events FROM rooms r CROSS JOIN LATERAL (
  SELECT count(*) AS events FROM events e WHERE e.stream = 'room:' || r.id AND e.kind = 'ended'
) AS ends WHERE ends.events <> CASE WHEN r.closed_at IS NULL THEN 0 ELSE 1 END;
COMMENT ON VIEW broken_room_ends IS 'closed rooms without their end in the log, or open ones with it';

CREATE VIEW broken_members_of_closed AS
SELECT m.room_id, m.session_id, r.closed_at FROM members m JOIN rooms r ON r.id = m.room_id
 WHERE m.left_event IS NULL AND r.closed_at IS NOT NULL;
COMMENT ON VIEW broken_members_of_closed IS 'people who are still in a closed room';

CREATE VIEW broken_stays AS
SELECT m.room_id, m.session_id, m.joined_event, m.left_event FROM members m
  LEFT JOIN events j ON j.id = m.joined_event LEFT JOIN events l ON l.id = m.left_event
 WHERE j.kind IS DISTINCT FROM CASE WHEN m.role = 'watcher' THEN 'watching' ELSE 'joined' END
    OR (j.room_id, j.subject_id) IS DISTINCT FROM (m.room_id, m.session_id)
    OR (m.left_event IS NOT NULL AND (l.room_id IS DISTINCT FROM m.room_id
        OR NOT coalesce(l.kind = 'ended' OR (l.kind IN ('left', 'kicked') AND l.subject_id = m.session_id), false)));
COMMENT ON VIEW broken_stays IS 'stays in a room without their joined or left event';

CREATE VIEW broken_comings AS
SELECT e.id, e.kind, e.room_id, e.subject_id FROM events e
 WHERE (e.kind IN ('joined', 'watching') AND NOT EXISTS (SELECT FROM members m WHERE m.room_id = e.room_id AND m.joined_event = e.id))
    OR (e.kind IN ('left', 'kicked') AND e.room_id IS NOT NULL AND NOT EXISTS (
          SELECT FROM members m WHERE m.room_id = e.room_id AND m.session_id = e.subject_id AND m.left_event = e.id));
COMMENT ON VIEW broken_comings IS 'joined or left events that changed nobody''s membership';

CREATE VIEW broken_guest_states AS
SELECT s.id, s.name, places.list AS places FROM sessions s CROSS JOIN LATERAL (
  SELECT array_agg(place) AS list FROM (
    SELECT 'waiting' AS place FROM queue_entries q WHERE q.session_id = s.id AND q.state = 'waiting'
    UNION ALL SELECT 'standing by' FROM standby b WHERE b.session_id = s.id
    UNION ALL SELECT 'in room ' || m.room_id FROM members m WHERE m.session_id = s.id AND m.left_event IS NULL AND m.role = 'guest'
       -- A conversation that was given back waits in the queue together with its guest.
       AND NOT EXISTS (SELECT FROM queue_entries q WHERE q.session_id = s.id AND q.state = 'waiting' AND q.room_id = m.room_id)
  ) AS them
) AS places WHERE s.kind IN ('guest', 'user') AND s.ended_at IS NULL AND cardinality(places.list) > 1;
COMMENT ON VIEW broken_guest_states IS 'guests in two states at once';

CREATE VIEW broken_guest_rooms AS
SELECT m.session_id, array_agg(m.room_id) AS rooms FROM members m JOIN sessions s ON s.id = m.session_id
  JOIN rooms r ON r.id = m.room_id
 WHERE m.left_event IS NULL AND s.kind = 'guest' AND r.kind <> 'direct' GROUP BY 1 HAVING count(*) > 1;
COMMENT ON VIEW broken_guest_rooms IS 'guests in two rooms at once';

-- Ranked by when the agent came: whatever came after the last change of the limit had to fit under it. What a monitor forced, took
-- over or an heir was left with is outside the limit (past_limit).
CREATE VIEW broken_chat_limits AS
SELECT session_id, room_id, rank, chat_limit FROM (
  SELECT s.id AS session_id, r.id AS room_id, s.chat_limit, e.at, row_number() OVER (PARTITION BY s.id ORDER BY m.joined_event) AS rank,
         (SELECT max(a.at) FROM audit a WHERE a.act = 'set_limit' AND a.subject_id = s.id) AS set_at
    FROM rooms r JOIN sessions s ON s.id = r.owner_id
    JOIN members m ON m.room_id = r.id AND m.session_id = s.id AND m.left_event IS NULL JOIN events e ON e.id = m.joined_event
   WHERE r.kind = 'support' AND r.closed_at IS NULL AND NOT r.past_limit
) AS taken WHERE rank > chat_limit AND (set_at IS NULL OR at > set_at);
COMMENT ON VIEW broken_chat_limits IS 'agents with more chats than their limit';

CREATE VIEW broken_support_rooms AS
SELECT r.id, r.owner_id, CASE WHEN c.room_id IS NULL THEN 'nobody asked' WHEN g.session_id IS NULL THEN 'without its guest'
       ELSE 'without its helper' END AS fault
  FROM rooms r LEFT JOIN chats c ON c.room_id = r.id
  LEFT JOIN members g ON g.room_id = r.id AND g.session_id = c.guest_id AND g.left_event IS NULL
  LEFT JOIN members o ON o.room_id = r.id AND o.session_id = r.owner_id AND o.left_event IS NULL AND o.role <> 'watcher'
 WHERE r.kind = 'support' AND r.closed_at IS NULL AND (c.room_id IS NULL OR g.session_id IS NULL OR (o.session_id IS NULL AND NOT EXISTS (
   SELECT FROM queue_entries q WHERE q.room_id = r.id AND (q.state = 'waiting' OR q.end_reason = 'gone'))));
COMMENT ON VIEW broken_support_rooms IS 'open support rooms without guest, helper or question';

CREATE VIEW broken_queue_entries AS
SELECT q.id, q.session_id, q.state, q.room_id FROM queue_entries q LEFT JOIN rooms r ON r.id = q.room_id
  LEFT JOIN members m ON m.room_id = q.room_id AND m.session_id = q.session_id AND m.left_event IS NULL
 WHERE (q.state = 'assigned' AND q.room_id IS NULL)
    OR (q.state = 'waiting' AND q.room_id IS NOT NULL AND (r.closed_at IS NOT NULL OR m.session_id IS NULL));
COMMENT ON VIEW broken_queue_entries IS 'queue entries that contradict their room';

CREATE VIEW broken_ended_sessions AS
SELECT s.id, s.ended_at, here.what FROM sessions s JOIN (
  SELECT session_id, 'in room ' || room_id AS what FROM members WHERE left_event IS NULL
  UNION ALL SELECT session_id, 'waiting' FROM queue_entries WHERE state = 'waiting'
  UNION ALL SELECT session_id, 'standing by' FROM standby
  UNION ALL SELECT to_id, 'offered ' || id FROM offers WHERE state = 'open'
) AS here ON here.session_id = s.id WHERE s.ended_at IS NOT NULL;
COMMENT ON VIEW broken_ended_sessions IS 'people whose session has ended and who are still somewhere';

CREATE VIEW broken_requests AS
SELECT q.session_id, q.client_id, q.reply ->> 'room' AS room_id FROM requests q
 WHERE q.reply ->> 'room' IS NOT NULL AND NOT EXISTS (SELECT FROM rooms r WHERE r.id = q.reply ->> 'room');
COMMENT ON VIEW broken_requests IS 'remembered answers that name a room that does not exist';

CREATE VIEW broken_retention AS
SELECT e.id, e.kind, e.room_id FROM events e
 WHERE e.id <= (SELECT purged_to FROM retention) AND e.data ->> 'purged' IS NULL;
COMMENT ON VIEW broken_retention IS 'events that should have been emptied when others of their age were';

CREATE VIEW broken_search AS
SELECT s.room_id, s.last_event FROM search_states s JOIN rooms r ON r.id = s.room_id
 WHERE r.searchable AND (r.closed_at IS NULL OR s.bytes <> r.bytes OR EXISTS (
   SELECT FROM events e WHERE e.stream IN ('room:' || r.id, 'staff:' || r.id) AND e.kind IN ('message', 'note', 'topic')
      AND e.id > s.last_event AND coalesce(e.data ->> 'body', e.data ->> 'topic') <> ''));
COMMENT ON VIEW broken_search IS 'conversations that the search takes for read and has not';
