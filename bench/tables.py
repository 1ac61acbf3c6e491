"""One look for all tables."""

from rich.table import Table


def plain_table(*columns: str) -> Table:
    """A table without lines: names to the left, numbers to the right."""
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for at, column in enumerate(columns):
        table.add_column(column, justify="right" if at else "left")
    return table
