"""Tools without a sales word in them: errors, money, periods, tables, search, queue."""
