"""What `pmsim new` writes: text made from templates and from the names of the pack it is for. Pure; `cli` asks, `store` writes.

A template is a YAML file that somebody wrote to be read; what of it depends on the pack is marked as `fill` says.
"""
