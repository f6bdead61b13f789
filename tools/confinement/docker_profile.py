"""Docker's default seccomp profile and capabilities, in the format of the OCI runtime specification.

`docker/default.json` is Docker's own file. Its rules carry conditions that Docker evaluates when it starts a
container; this module evaluates them for this machine.
"""

import errno
import json
import platform
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROFILE = Path(__file__).with_name("docker") / "default.json"
CAPABILITIES = (
    "CAP_AUDIT_WRITE", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_MKNOD",
    "CAP_NET_BIND_SERVICE", "CAP_NET_RAW", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID",
    "CAP_SYS_CHROOT",
)  # fmt: skip
"""What root in a container keeps: `oci/caps/defaults.go` of the same release."""
LANDLOCK = {"landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"}
ARCHITECTURES = {"x86_64": ("amd64", "SCMP_ARCH_X86_64"), "aarch64": ("arm64", "SCMP_ARCH_AARCH64")}
"""The names of Go and of libseccomp, by the kernel's name."""


def profile(*, landlock: bool = True) -> dict[str, Any]:
    """Return the profile for this machine and Docker's default capabilities.

    Args:
        landlock: if false, Landlock's calls answer ENOSYS, as with profiles from before 2022.
    """
    content = json.loads(PROFILE.read_text(encoding="utf-8"))
    architecture, native = ARCHITECTURES[platform.machine()]
    (sub_architectures,) = (
        each["subArchitectures"] or [] for each in content["archMap"] if each["architecture"] == native
    )
    rules = [_rule(each) for each in content["syscalls"] if _applies(each, architecture)]
    if not landlock:
        for rule in rules:
            rule["names"] = [name for name in rule["names"] if name not in LANDLOCK]
        unknown = {"names": sorted(LANDLOCK), "action": "SCMP_ACT_ERRNO", "errnoRet": errno.ENOSYS}
        rules.append(unknown)
    return {
        "defaultAction": content["defaultAction"],
        "defaultErrnoRet": content["defaultErrnoRet"],
        "architectures": [native, *sub_architectures],
        "syscalls": rules,
    }


def _applies(rule: Mapping[str, Any], architecture: str) -> bool:
    """Return whether Docker would use a rule in a container with its default capabilities."""
    includes, excludes = rule.get("includes", {}), rule.get("excludes", {})
    return (
        set(includes.get("caps", ())) <= set(CAPABILITIES)
        and architecture in includes.get("arches", (architecture,))
        and _version(platform.release()) >= _version(includes.get("minKernel", "0.0"))
        and not set(excludes.get("caps", ())) & set(CAPABILITIES)
        and architecture not in excludes.get("arches", ())
    )


def _version(release: str) -> tuple[int, int]:
    major, minor = re.findall(r"\d+", release)[:2]
    return int(major), int(minor)


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule without the keys that only Docker understands."""
    return {key: rule[key] for key in ("names", "action", "errnoRet", "args") if key in rule}
