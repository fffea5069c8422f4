"""The screens: the library, the race, an athlete."""
