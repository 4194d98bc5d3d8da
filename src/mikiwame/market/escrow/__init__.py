"""Money that is held until both sides have kept their word: deposits, holds, releases, refunds, payouts."""
