"""How large a list may be. A branch keeps a few thousand customers; these leave room and keep the server safe."""

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_ENTRIES = 1_000
MAX_ROWS = 50_000
MAX_COLUMNS = 120
HEADER_SEARCH_ROWS = 10
# A title, the office's remarks and the header may stand above the rows.
MAX_SHEET_ROWS = MAX_ROWS + HEADER_SEARCH_ROWS
