"""Northwind's script of SQL as a set of CSV files, as somebody would take them out of that database."""

import csv
import gzip
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

Table = list[dict[str, str]]

_INSERT = re.compile(r'^\s*INSERT\s+(?:INTO\s+)?"([\w ]+)"\s*(?:\(([^)]*)\))?\s*VALUES\s*\(', re.I | re.M)
_LITERAL = re.compile(r"\s*(?:N?'((?:[^']|'')*)'|([^,()']+))\s*([,)])")
_COLUMNS = {
    "Customers": "CustomerID CompanyName ContactName ContactTitle Address City Region PostalCode Country Tel",
    "Order Details": "OrderID ProductID UnitPrice Quantity Discount",
}
SYSTEM = "Northwind"


def tables(script: Path) -> dict[str, Table]:
    """Return the rows of every table that the script fills."""
    text = gzip.decompress(script.read_bytes()).decode("utf-8-sig")
    found: dict[str, Table] = {}
    for match in _INSERT.finditer(text):
        names = re.findall(r"\w+", match[2]) if match[2] else _COLUMNS.get(match[1], "").split()
        if names:
            found.setdefault(match[1], []).append(dict(zip(names, _values(text, match.end()), strict=False)))
    return found


def _values(text: str, place: int) -> Iterator[str]:
    while (match := _LITERAL.match(text, place)) is not None:
        plain = (match[2] or "").strip()
        yield match[1].replace("''", "'") if match[1] is not None else "" if plain == "NULL" else plain
        place = match.end()
        if match[3] == ")":
            return


def write_files(script: Path, folder: Path) -> list[Path]:
    """Write the tables as CSV files with our titles; what they refer to comes later, on purpose."""
    said = tables(script)
    net = net_amounts(said["Order Details"])
    categories = {row["CategoryID"]: row["CategoryName"] for row in said["Categories"]}
    files: dict[str, Table] = {
        "Order lines": [
            {
                "Opportunity": row["OrderID"], "Product": row["ProductID"], "Quantity": row["Quantity"],
                "Unit price": row["UnitPrice"], "Discount": f"{float(row['Discount']) * 100:g}%",
            }
            for row in said["Order Details"]
        ],
        "Orders": [
            {
                "External id": row["OrderID"], "Title": f"Order {row['OrderID']}",
                "Company": row["CustomerID"],
                "Owner": row["EmployeeID"], "Outcome": "Won",
                "Amount": str(net[row["OrderID"]]), "Currency": "USD",
                "Actual close": row["OrderDate"], "Created": row["OrderDate"],
            }
            for row in said["Orders"]
        ],
        "Products": [
            {
                "External id": row["ProductID"], "Code": f"P-{row['ProductID']}", "Name": row["ProductName"],
                "Category": categories[row["CategoryID"]], "Price": row["UnitPrice"], "Currency": "USD",
            }
            for row in said["Products"]
        ],
        "Customers": [
            {
                "External id": row["CustomerID"], "Name": row["CompanyName"], "Street": row["Address"],
                "City": row["City"], "Postal code": row["PostalCode"], "Country": row["Country"],
                "Phone": row["Tel"],
            }
            for row in said["Customers"]
        ],
        "Employees": [
            {
                "External id": row["EmployeeID"], "Name": f"{row['FirstName']} {row['LastName']}",
                "E-mail": f"{row['FirstName']}.{row['LastName']}@northwind.example".lower(),
            }
            for row in said["Employees"]
        ],
    }  # fmt: skip
    return [_write(folder / f"{name}.csv", rows) for name, rows in files.items()]


def net_amounts(details: Table) -> dict[str, Decimal]:
    """Return what each order comes to: quantity × price, less discount."""
    net: dict[str, Decimal] = {}
    for row in details:
        part = Decimal(row["UnitPrice"]) * Decimal(row["Quantity"]) * (1 - Decimal(row["Discount"]))
        net[row["OrderID"]] = net.get(row["OrderID"], Decimal(0)) + part
    return net


def _write(path: Path, rows: Table) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "External system"])
        writer.writeheader()
        writer.writerows(row | {"External system": SYSTEM} for row in rows)
    return path
