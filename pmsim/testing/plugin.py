"""The pytest plug-in: collects playthrough files. pmsim is imported inside the hooks only."""
