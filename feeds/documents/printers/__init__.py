"""The layouts of the companies that print result lists and race analyses."""
