"""What is read and goes on: one thread folds it, others ask for pictures of it."""
