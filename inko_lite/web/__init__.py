"""HTTP in, JSON or pages out; no rules and no SQL here."""
