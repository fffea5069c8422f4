"""The cells of texts and spreadsheets, whatever they mean."""
