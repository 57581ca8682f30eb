"""The lines of each screen. Pure: values of `present` and a `Sheet` in; lines out."""
