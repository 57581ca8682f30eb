"""What an author is shown and given: reports, explanations, the schema, the reference, small mends. PURE: reads what `lang` knows."""
