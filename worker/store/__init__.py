"""How all of it is kept: schema, queries, migrations. The only folder that knows SQL."""
