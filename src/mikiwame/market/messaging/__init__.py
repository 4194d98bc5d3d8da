"""Conversations, messages, attachments."""
