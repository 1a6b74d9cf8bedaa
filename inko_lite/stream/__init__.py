"""How an event travels, from the transaction that makes it to the listeners that may hear it; knows nothing of agents or guests."""
