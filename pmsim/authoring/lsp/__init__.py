"""The language server: what an editor asks about a pack while it is being written. Only `protocol` knows the protocol and its library; only
`workspace` reads files; everything else is functions from texts, places and what was understood of a pack."""
