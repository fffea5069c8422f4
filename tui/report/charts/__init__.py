"""The vector charts of a report, drawn by Vega-Lite from what the views draw."""
