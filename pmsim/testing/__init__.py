"""Tests for packs: the pytest plug-in. Imports pmsim only inside its hooks, so that coverage sees the import."""
