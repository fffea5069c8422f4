"""FinishLynx: the files that it writes into a folder, whole and again and again."""
