"""What the screens are made of. Each widget is given what it draws; none looks for the app."""
