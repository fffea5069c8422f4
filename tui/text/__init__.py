"""What is shown, as text and styled lines. Nothing here loads Textual."""
