"""The screens. Each draws values of `present` as lines and turns a key into one move. No screen may
know what the story means."""
