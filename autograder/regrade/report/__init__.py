"""The report on a course: figures without small cells, plots, one HTML file and a CSV file."""
