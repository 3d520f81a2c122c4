"""What crosses the thread: the reading as it stood at one moment, in frozen pieces."""
