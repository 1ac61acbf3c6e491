"""The sample news web: invented outlets on loopback, for `vedette demo`, the tests and the bench.

Outlets, persons and events are fictional; `site.toml` says what Vedette should make of each page.
"""
