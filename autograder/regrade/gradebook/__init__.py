"""The gradebook: results of code and totals of written answers become one grade of 100 for each student."""
