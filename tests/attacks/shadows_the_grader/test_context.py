import pytest


@pytest.mark.part("4.1.core")
def test_fits_shared_window():
    """a test of the submission's own, called like a hidden one"""
