"""Tools for authors: reports, explanations, fixes, names, graphs, the schema, the reference and the
language server. Pure, except that `lsp.analysis` reads files; all other modules get their input as
arguments."""
