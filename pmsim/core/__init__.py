"""The engine: values in, values out. PURE: no text for humans, no clock, no file, no chance but `chance`."""
