"""Moments: what happened in a race, in sentences, from what has been shown so far and nothing later."""
