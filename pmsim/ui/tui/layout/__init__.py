"""What stands on each screen, as leaves. Pure: present's values, a grid and a look in; lines out."""
