"""Files in: what a spreadsheet holds, what it would do, and doing it whole or not at all."""
