"""The scoreboard output of FinishLynx: lists of a heat, sent whole and again and again."""
