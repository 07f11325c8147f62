"""PostgreSQL refuses to run as root: give it an account of its own, and places that account can reach."""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kernel.postgres.binaries import Binaries, ServerError

ACCOUNT = "hilfenetz-db"
# Root's clone often lies in /root, which no other account may enter: then data and programs are kept here.
STORE = Path("/var/lib/hilfenetz")


@dataclass(frozen=True)
class Account:
    """Who runs the server: None means whoever runs this process."""

    uid: int | None = None
    gid: int | None = None

    @property
    def popen(self) -> dict[str, Any]:
        """The arguments with which subprocess starts a program as this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether the account may go through this folder and all above it."""
        if self.uid is None:
            return True
        return not subprocess.run(
            ["/bin/sh", "-c", 'cd "$1"', "sh", folder], cwd="/", stderr=subprocess.DEVNULL, **self.popen
        ).returncode


def server_account() -> Account:
    """The account for the server: this process's own, and for root a dedicated one, made when missing."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        entry = _create_account()
    return Account(entry.pw_uid, entry.pw_gid)


def _create_account() -> pwd.struct_passwd:
    """Systems without useradd (Alpine) lend the account that owns nothing."""
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return pwd.getpwnam("nobody")
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    done = subprocess.run([*command, "--shell", "/usr/sbin/nologin", ACCOUNT], capture_output=True, text=True)
    try:
        return pwd.getpwnam(ACCOUNT)  # also when another process was first
    except KeyError:
        raise ServerError(
            f"PostgreSQL läuft nicht als root, und das Konto {ACCOUNT} lässt sich nicht anlegen: {done.stderr.strip()}"
        ) from None


def reachable_data_dir(account: Account, data_dir: Path) -> Path:
    """The folder to keep the data in: the one asked for, or one in STORE with a link to it from there."""
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    if data_dir.is_symlink():
        return data_dir.resolve()
    if account.can_enter(data_dir.parent):
        return data_dir
    if data_dir.exists():
        raise ServerError(
            f"Das Konto {ACCOUNT} kommt nicht an {data_dir}: "
            "Verschieben Sie den Ordner aus dem Weg oder öffnen Sie die Ordner darüber zum Durchgehen."
        )
    digest = hashlib.sha256(str(data_dir.absolute()).encode()).hexdigest()[:16]
    target = _store(account) / f"{data_dir.name}-{digest}"
    data_dir.symlink_to(target)
    return target


def reachable_binaries(account: Account, binaries: Binaries) -> Binaries:
    """The programs themselves, or a copy in STORE when the account cannot reach them."""
    if account.can_enter(binaries.folder):
        return binaries
    source = binaries.folder.parent
    stamp = hashlib.sha256(f"{source}{(binaries.folder / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:16]
    target = _store(account) / f"postgresql-{binaries.major}-{stamp}"
    if not target.exists():
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(source, fresh, symlinks=True)
        fresh.chmod(0o755)
        try:
            fresh.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(fresh)
    return Binaries(target / binaries.folder.name, binaries.major)


def _store(account: Account) -> Path:
    try:
        STORE.mkdir(parents=True, exist_ok=True)
        STORE.chmod(0o711)
    except OSError as error:
        raise ServerError(f"Der Ordner {STORE} für die Datenbank lässt sich nicht anlegen: {error}") from error
    if not account.can_enter(STORE):
        raise ServerError(f"Das Konto {ACCOUNT} kommt nicht an den Ordner {STORE}.")
    return STORE
