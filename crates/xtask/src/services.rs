//! Owns the servers that tests talk to: makes sure that their programs are on the machine. The tests start private
//! instances themselves (`tests/testbed`).

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Installs what is missing from Debian's packages. Fails where that is not possible: no test is skipped.
pub(crate) fn install() -> Result<()> {
    if has_postgres() {
        return Ok(());
    }
    let help = "install Debian's package postgresql, then run this again";
    let updated =
        apt(&["update", "-qq"]).and_then(|()| apt(&["install", "-y", "-qq", "--no-install-recommends", "postgresql"]));
    updated.context(help)?;
    match has_postgres() {
        true => Ok(()),
        false => bail!("apt-get installed postgresql, but /usr/lib/postgresql has no server: {help}"),
    }
}

fn has_postgres() -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.map(|version| version.path().join("bin/postgres")).any(|program| program.exists())
}

fn apt(words: &[&str]) -> Result<()> {
    // Root needs no sudo, and a container may not have it.
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|entry| std::os::unix::fs::MetadataExt::uid(&entry) == 0);
    let sudo = Path::new("/usr/bin/sudo");
    let mut command = match is_root || !sudo.exists() {
        true => Command::new("apt-get"),
        false => {
            let mut command = Command::new(sudo);
            command.args(["-n", "apt-get"]);
            command
        }
    };
    // RUNLEVEL keeps Debian from starting a server of its own.
    command
        .args(words)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .env("RUNLEVEL", "1")
        .stdout(std::process::Stdio::null());
    let status = command.status().context("starting apt-get")?;
    match status.success() {
        true => Ok(()),
        false => bail!("`apt-get {}` ended with {status}", words.join(" ")),
    }
}
