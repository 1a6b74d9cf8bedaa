"""Load on a running server: `bench.py` says how much it carries and at what cost. No part of the server imports it."""
