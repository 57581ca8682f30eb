"""The scenario language: text in, a pack and diagnostics out. PURE; never raises on bad input. Only `source` knows YAML."""
