"""The lines of each screen. Pure: values of `present`, a grid and theme sheet in; lines out."""
