"""What an author is shown and given: reports, explanations, the schema, the reference, mends, names, an editor's answers. PURE but for
`lsp.shelf`, which reads the files around an open one: everything else is given what it works on."""
