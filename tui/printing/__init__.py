"""What commands print, where they show no screen."""
