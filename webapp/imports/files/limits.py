"""How large a list may be. A branch keeps a few thousand customers; these leave room and keep the server safe."""

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_ENTRIES = 1_000
MAX_ROWS = 50_000
MAX_COLUMNS = 120
MAX_CELL = 32_767  # characters; Excel's own limit
MAX_CELLS = 600_000  # that hold something: twenty columns of thirty thousand rows, fifteen of forty thousand
MAX_AREA = 2_500_000  # cells of the rectangles around them: fifty columns of all rows
MAX_TEXT = 12_000_000  # characters of all of them
MAX_MERGED = 500_000  # cells that merged ranges stand for
HEADER_SEARCH_ROWS = 10
# A title, the office's remarks and the header may stand above the rows.
MAX_SHEET_ROWS = MAX_ROWS + HEADER_SEARCH_ROWS
