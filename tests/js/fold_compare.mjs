// Is the fold of what was heard what a fresh snapshot says? Run by node and, with the same runs, in the browser.

export function differences(EMPTY, fold, { name, session, limits, before, events, after, lists }) {
  const told = (state, snapshot) => fold(state, { kind: "my:snapshot", snapshot, heard: 0 });
  const listed = (state, list) => (list ? fold(state, { kind: "my:list", list }) : state);
  const begun = fold(EMPTY, { kind: "my:session", session, limits });
  // What /list says of people is in the snapshot too, and younger there.
  let state = told(listed(begun, lists?.before), before);
  for (const event of events) state = fold(state, event);
  const [folded, fresh] = [plain(state), plain(told(listed(begun, lists?.after), after))];
  return compare(`${name}:`, folded, fresh);
}

// What people see of a state. Left out is what no durable event tells: who types, expected waits, sizes.
function plain(state) {
  const staff = ["agent", "monitor"].includes(state.session.kind);
  const rooms = Object.fromEntries(Object.values(state.rooms).map((room) => [room.id, {
    name: room.name, kind: room.kind, topic: room.topic, role: room.role, owner: room.owner ?? null, guest: room.guest ?? null,
    question: room.question ?? null, tags: [...room.tags].sort(), may: [...room.may].sort(),
    rights: room.rights.map(({ role, session, allow, deny }) => [role ?? session, [...allow].sort(), [...deny].sort()]).sort(),
    members: sorted(room.members.map(({ id, name, role, status }) => ({ id, name, role, status }))),
    events: room.events.map(({ id, kind, body = null, redacted = false }) => ({ id, kind, body: redacted ? null : body, redacted })),
  }]));
  return {
    cursor: state.cursor,
    rooms,
    queue: {
      status: state.queue.status,
      entries: staff ? state.queue.entries.map(({ id, name, question, position, offered_to: to }) => ({ id, name, question, position, offered: to?.id ?? null })) : [],
    },
    waits: state.place !== null,
    status: state.session.status,
    limit: state.session.chat_limit,
    agents: sorted(state.agents.map(({ id, name, status, chats, chat_limit: limit }) => ({ id, name, status, chats, limit }))),
    offers: state.offers.map(({ offer, name, reason }) => ({ offer, name, reason })),
    invitations: state.invitations.map(({ room }) => room),
    // Rooms to be found that one is not in: of those of guests nobody is told but by /list.
    open: sorted((state.list?.rooms ?? []).filter(({ id, kind }) => kind === "group" && !state.rooms[id])
      .map(({ id, name, topic, private: closed, permanent, owner }) => ({ id, name, topic, closed, permanent, owner }))),
  };
}

const sorted = (people) => people.sort((a, b) => (a.id < b.id ? -1 : 1));

function compare(where, folded, fresh) {
  if (Array.isArray(folded) && Array.isArray(fresh) && where.endsWith(".events")) {
    // Whoever came into a room has heard what was said since, and is given the rest by a snapshot.
    const known = folded.length ? fresh.slice(-folded.length) : fresh.slice(fresh.length);
    return compareJson(where, folded, known);
  }
  if (isObject(folded) && isObject(fresh)) {
    return [...new Set([...Object.keys(folded), ...Object.keys(fresh)])].flatMap((key) => compare(`${where}.${key}`, folded[key], fresh[key]));
  }
  return compareJson(where, folded, fresh);
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

function compareJson(where, folded, fresh) {
  const [one, other] = [JSON.stringify(folded), JSON.stringify(fresh)];
  return one === other ? [] : [`${where} folded ${one}, fresh ${other}`];
}
