"""List the labs: `python -m labs`."""

from labs import NAMES
from labs.command import lab_named, make_printable

if __name__ == "__main__":
    make_printable()
    print("Labs: see it happen with your own code.\n")
    for name in NAMES:
        lab = lab_named(name)
        print(f"  python -m labs.{name:<10} {lab.title}\n{'':28}uses {', '.join(lab.needs)}")
    print("\nAdd --quick for a shorter run. Figures need matplotlib: pip install -r labs/requirements.txt")
