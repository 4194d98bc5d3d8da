"""What happened: one append-only row per fact. It names things and holds no foreign keys; it is also the outbox."""
