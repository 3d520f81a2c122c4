"""What was written before the program began: read in pieces, over processes, newest first."""
