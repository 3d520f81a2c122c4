"""What `desktail demo` plays: a believable log with an incident, in Teleport's format."""
