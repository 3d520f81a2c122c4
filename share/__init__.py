"""What shells and `man` know of desktail, made from its command line: `python -m share.make`."""
