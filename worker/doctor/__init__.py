"""Is all well: what `vedette doctor` looks at, one kind of thing in each module."""
