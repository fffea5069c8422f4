"""Names of athletes: comparing them and shortening them."""
