"""The lines of each screen. Pure: values of `present`, a grid and theme tokens in; lines out."""
