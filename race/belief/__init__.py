"""How far the claims about a race can be believed, before anything is decided by them."""
