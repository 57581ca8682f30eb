"""Tests for packs: the pytest plug-in. Import pmsim only inside its hooks, so that coverage sees
the import."""
