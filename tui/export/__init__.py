"""What a log says, in a file: sessions, transfers, events; as JSON lines, CSV, Markdown."""
