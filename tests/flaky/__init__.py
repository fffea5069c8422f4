"""Tests must pass in any order, on any day, on a busy machine: `make flaky` tries it."""
