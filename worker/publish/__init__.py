"""How articles leave: versioned events, the Redis stream, export."""
