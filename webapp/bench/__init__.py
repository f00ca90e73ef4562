"""`bin/bench`: what a screen costs, beside a bare route that shows the same rows. Not part of the running app."""
