"""Cells of the CSV files that instructors open in a spreadsheet."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet does not take for a formula: some of the text is a student's.

    >>> harmless("=1+1"), harmless("-2.5"), harmless("Ada")
    ("'=1+1", '-2.5', 'Ada')
    """
    return f"'{cell}" if cell.startswith(FORMULA) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return cell.isascii()
