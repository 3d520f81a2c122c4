"""The fleet: logs of many hosts shipped through NATS JetStream, and followed from there.

Nothing in it imports `nats` before it connects, which is an extra.
"""
