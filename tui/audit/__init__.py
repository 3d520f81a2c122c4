"""What the log says: lines become events, events become sessions, sessions become numbers.

Plain data and pure functions: no files, no clock, no threads, no screen.
"""
