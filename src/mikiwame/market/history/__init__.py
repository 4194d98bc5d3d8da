"""What happened: one append-only row per fact, without foreign keys; it is also the outbox."""
