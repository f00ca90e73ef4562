"""Files people put into the book: what they are by their content, and whether they may come in (R-FILES). No tables."""
