"""Load on a running server: `run` says whether it keeps its promises, `bench.py` how much it carries and at what cost.

certify (the command) · slo (the promises) · place (the server) · people, plan (the Locust process) · locustfile, shapes, actors,
ears, town, book (inside it) · strains, edges, relay (what is done to the server) · sampling, certificate, report, plots,
capacity_page (what is left of it) · the rest is the bench. No part of the server imports any of it.
"""
