"""Breaking a running fleet on purpose, and counting what was lost: `make chaos KILLS=1000`.

Real workers, Redis and PostgreSQL as processes; a local web that logs each request; a record of
what was accepted that shares nothing with Vedette. The suite runs a short form.
"""
