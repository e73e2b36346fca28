"""How each function is computed in each format, to the last bit."""
