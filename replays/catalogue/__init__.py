"""The races of the library, summed up in an index so that they are listed at once."""
