"""Run README's two commands in a new Debian tree, as root and as an ordinary user.

    python tools/debian_tree.py FOLDER [--suite trixie] [--torch pip|debian]
        [--only demo|tests] [--user root|student]

Makes the tree in FOLDER with debootstrap, unless it is there, and a fresh clone of HEAD in each of two
private homes. Packages come from where this machine takes them: the settings of apt and pip, and local
folders that pip's settings name, are taken over when it runs. `--torch debian` takes Debian's own build for
CPUs, where the registry has only builds with CUDA for this Python: then the environments see the system's
packages, and constraints.txt names that torch and leaves its needs open. Prints a line for each run, and has
exit status 1 if one failed.

Needs root, debootstrap and git. All mounts are in a namespace that ends with the script.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
USER = "student"
PINS_TEST = (
    "tests/platforms/gradescope/test_build.py"
    "::test_the_requirements_are_the_pins_that_are_tested_and_hold_no_cuda"
)
"""Compares the zip's pins with constraints.txt, where Debian's torch is named."""
COMMANDS = {"demo": "main job", "tests": "tests"}
"""README's marker above each command."""
PIP_FILES = ("/etc/pip.conf", "/root/.config/pip/pip.conf", "/root/.pip/pip.conf")
NETWORK_FILES = ("/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs/ca-certificates.crt")
ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}


def main() -> int:
    """Make the tree, run the commands, and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--suite", default="trixie")
    parser.add_argument("--torch", choices=["pip", "debian"], default="pip")
    parser.add_argument("--only", choices=list(COMMANDS))
    parser.add_argument("--user", choices=["root", USER])
    parser.add_argument(
        "--pytest", default="", help="words for the second command, such as a folder of tests"
    )
    options = parser.parse_args()
    if os.geteuid() != 0:
        parser.error("runs as root, to make a tree of another system")
    if os.environ.get("DEBIAN_TREE") != "1":  # again, in a mount namespace that ends with it
        again = ["unshare", "--mount", "--", sys.executable, *sys.argv]
        return subprocess.run(again, env={**os.environ, "DEBIAN_TREE": "1"}, check=False).returncode
    tree: Path = options.folder.resolve()
    if not (tree / "etc" / "debian_version").exists():
        make_tree(tree, options.suite)
    take_over_settings(tree)
    packages = ["python3-venv", "ca-certificates", "git"]
    packages += ["python3-torch"] if options.torch == "debian" else []
    install(tree, packages)
    failed = False
    for user in [options.user] if options.user else ["root", USER]:
        for name in [options.only] if options.only else list(COMMANDS):
            clone = fresh_clone(tree, user)
            command = readme_command(COMMANDS[name])
            if name == "tests":
                command += f" {options.pytest}"
            if options.torch == "debian":
                command = command.replace("-m venv", "-m venv --system-site-packages")
                name_debians_torch(tree, clone / "constraints.txt")
                command += f" --deselect {PINS_TEST}" if name == "tests" else ""
            failed |= not report(tree, user, name, command)
    return int(failed)


def make_tree(tree: Path, suite: str) -> None:
    """Run debootstrap with the mirror that this machine's apt uses."""
    listed = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Origin: Debian"]
    mirrors = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()
    mirrors = [each for each in mirrors if "security" not in each][:1]
    subprocess.run(["debootstrap", "--variant=minbase", suite, str(tree), *mirrors], check=True)


def take_over_settings(tree: Path) -> None:
    """Give the tree this machine's network and package settings, and the usual mounts."""
    # A root that is a mount itself, as on a machine: namespaces refuse another one.
    subprocess.run(["mount", "--bind", tree, tree], check=True)
    for name in (*NETWORK_FILES, *PIP_FILES):
        if Path(name).is_file():
            copy = tree / name.lstrip("/")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.unlink(missing_ok=True)
            shutil.copyfile(name, copy)
    for setting in Path("/etc/apt/apt.conf.d").iterdir():
        if re.search("(?i)proxy|acquire::https", setting.read_text(encoding="utf-8")):
            shutil.copy(setting, tree / "etc/apt/apt.conf.d")
    subprocess.run(["mount", "-t", "proc", "proc", tree / "proc"], check=True)
    subprocess.run(["mount", "--rbind", "/sys", tree / "sys"], check=True)
    subprocess.run(["mount", "--rbind", "/dev", tree / "dev"], check=True)
    for folder in local_folders():
        inside = tree / str(folder).lstrip("/")
        inside.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "--bind", folder, inside], check=True)


def local_folders() -> Iterator[Path]:
    """Yield the folders of this machine that pip's settings name, such as one of wheels."""
    texts = [Path(name).read_text(encoding="utf-8") for name in PIP_FILES if Path(name).is_file()]
    texts += [value for name, value in os.environ.items() if name.startswith("PIP_")]
    for name in sorted(
        {found for text in texts for found in re.findall(r"(?:^|[\s=]|file://)(/[\w./-]+)", text)}
    ):
        if Path(name).is_dir():
            # An index on disk has its files beside its pages.
            yield Path(name).parent if Path(name).name == "simple" else Path(name)


def inside(tree: Path, user: str, *command: str) -> list[str]:
    """Return the words that run a command in the tree, with pip's settings and nothing else of ours."""
    home = "/root" if user == "root" else f"/home/{user}"
    settings = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_CERT"))}
    variables = {**ENVIRONMENT, **settings, "HOME": home, "USER": user}
    words = ["env", "-i", *(f"{name}={value}" for name, value in variables.items()), *command]
    return ["chroot", f"--userspec={user}", str(tree), *words]


def install(tree: Path, packages: list[str]) -> None:
    """Install Debian packages, and make the user."""
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.run(inside(tree, "root", *apt, "update"), check=True)
    words = [*apt, "install", "--no-install-recommends", *packages]
    subprocess.run(inside(tree, "root", *words), stdout=subprocess.DEVNULL, check=True)
    if not (tree / "home" / USER).exists():
        subprocess.run(inside(tree, "root", "useradd", "--create-home", USER), check=True)
    for name in PIP_FILES:
        if name.startswith("/root/") and Path(name).is_file():
            copy = tree / "home" / USER / Path(name).relative_to("/root")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(name, copy)
    for home in (tree / "root", tree / "home" / USER):
        home.chmod(0o700)


def fresh_clone(tree: Path, user: str) -> Path:
    """Return a new clone of HEAD in the user's home."""
    home = tree / ("root" if user == "root" else f"home/{user}")
    clone = home / "course"
    shutil.rmtree(clone, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(CHECKOUT), str(clone)], check=True)
    owner = home.stat()
    subprocess.run(["chown", "-hR", f"{owner.st_uid}:{owner.st_gid}", str(clone)], check=True)
    return clone


def readme_command(marker: str) -> str:
    """Return the command below a marker in README."""
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {re.escape(marker)} -->\n```sh\n(.*?)\n```", text, re.DOTALL)
    assert found, marker
    return found[1]


def name_debians_torch(tree: Path, constraints: Path) -> None:
    """Replace the line for torch, so that pip fails sooner than it downloads another build.

    That torch asks for an older sympy than ours does.
    """
    (info,) = (tree / "usr/lib/python3/dist-packages").glob("torch-*-info")
    version = info.name.removeprefix("torch-").rpartition(".")[0]
    text = constraints.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^torch==.*$", f"torch=={version}", text)
    constraints.write_text(re.sub(r"(?m)^sympy==.*\n", "", text), encoding="utf-8")


def report(tree: Path, user: str, name: str, command: str) -> bool:
    """Run a command in the user's clone, and print how it ended; all that it printed is kept in the tree."""
    log = tree / "var" / "log" / f"{user}-{name}.log"
    started = time.monotonic()
    with log.open("wb") as file:
        words = inside(tree, user, "sh", "-c", f"cd ~/course && {command}")
        status = subprocess.run(words, stdout=file, stderr=subprocess.STDOUT, check=False).returncode
    seconds = time.monotonic() - started
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    print(
        f"{user:8} {name:6} exit {status}, {seconds:.0f} s: {lines[-1] if lines else ''}  ({log})", flush=True
    )
    return status == 0


if __name__ == "__main__":
    sys.exit(main())
