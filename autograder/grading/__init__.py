"""From a submission to a Grade: exactly what runs in the container.

Layer 3: may import `catalog`, `submissions`, `sandbox` and what is below; knows of no platform, no solution
and no chaff.
"""
