"""Customer lists on their way into the book: reading, planning, writing, undoing (R-IMPORT)."""
