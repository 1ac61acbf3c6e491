"""What feeds are made of; `worker.discover.feeds` is the door."""
