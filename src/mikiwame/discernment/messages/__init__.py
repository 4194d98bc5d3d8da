"""Reads a message before it is sent: does it give, or ask for, a way around the marketplace?"""
