"""Offers, contracts, milestones, deliveries, inspection, disputes."""
