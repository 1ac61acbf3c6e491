"""What pages of each kind say, by language: tables only."""
