"""What everything stands on: folders, streams, files of settings, faults. It knows of no log."""
