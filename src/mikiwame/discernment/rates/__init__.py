"""Dated tables that ship with the engine: minimum wages, and what work is usually paid."""
