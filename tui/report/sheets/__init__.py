"""Sheets for the printer, in the form the sport prints them: result, start list, laps."""
