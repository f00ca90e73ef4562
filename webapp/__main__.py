"""`python -m webapp`, which is what bin/genjinbu runs."""

from webapp.cli import main

main()
