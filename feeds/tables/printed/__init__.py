"""Result lists that are printed as text, a parser each."""
