"""The market for programs: /api/v1, typed, with tokens and idempotency keys."""
