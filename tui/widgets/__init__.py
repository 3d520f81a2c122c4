"""The parts of a screen, one to a file. They know nothing of each other."""
