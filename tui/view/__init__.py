"""What is looked at, as plain values: lists in order, rows that fold, what is let through."""
