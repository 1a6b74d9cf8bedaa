"""`python -m inko_lite` is the command `inko-lite`."""

from .cli import main

main(prog_name="inko-lite")
