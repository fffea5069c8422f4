"""Corrections: what is stated differently from before, and the sentences that say so."""
