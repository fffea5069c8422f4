"""The exporter of MYLAPS Timing & Scoring."""
