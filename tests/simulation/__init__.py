"""A support desk at full speed: real rules over a real PostgreSQL, with people and a clock of our own."""
