// What is true of people, and what changes in the list of colleagues.

export function isStaff(person) {
  return person?.kind === "agent" || person?.kind === "monitor";
}

// How many chats a colleague has, as the server says whenever that changes.
export function setChats(state, id, chats) {
  return { ...state, agents: state.agents.map((agent) => (agent.id === id ? { ...agent, chats } : agent)) };
}
