"""What can be handed over and checked: lines of the log, and all that follows from them."""
