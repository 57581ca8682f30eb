"""The language server: answers to an editor about a pack that is being written. Only `protocol`
knows the protocol and its library, and only `analysis` reads files. All other modules are
functions of texts, places and drafts."""
