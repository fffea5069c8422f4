"""A race as a page and as sheets to hand on: HTML, plain text and vector charts."""
