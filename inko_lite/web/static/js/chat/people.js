// What is true of people, and what changes in the list of colleagues.

export function isStaff(person) {
  return person?.kind === "agent" || person?.kind === "monitor";
}

export function addChats(state, id, change) {
  const agents = state.agents.map((agent) =>
    agent.id === id ? { ...agent, chats: Math.max(0, (agent.chats ?? 0) + change) } : agent);
  return { ...state, agents };
}

// A chat of one becomes a chat of the other; either may be nobody.
export function moveChat(state, from, to) {
  if (from) state = addChats(state, from, -1);
  return to ? addChats(state, to, 1) : state;
}
