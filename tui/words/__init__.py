"""For people's eyes: what the log says, made harmless, in few cells and few words."""
