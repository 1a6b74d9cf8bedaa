"""The rules of a support desk, one file a concept. Speaks to the event log; knows nothing of HTTP."""
