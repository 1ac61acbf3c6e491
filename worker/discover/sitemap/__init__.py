"""What sitemaps are made of; `worker.discover.sitemaps` is the door."""
