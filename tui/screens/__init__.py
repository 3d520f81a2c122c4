"""The screens: which panes stand where, and who is told what."""
