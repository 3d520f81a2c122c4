"""Where lines come from: paths and bytes in, batches of whole lines out.

Files are only ever opened for reading, and nothing is written beside them.
"""
