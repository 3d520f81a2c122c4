"""Marks and notes on lines and sessions: known again by content, kept in the state folder."""
