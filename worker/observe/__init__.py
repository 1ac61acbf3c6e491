"""What an operator sees: logs, and what each gate said of a URL."""
