//! Owns the programs of others that tests need: makes sure that the servers, the browser, a Chinese font and the installer
//! of Python packages are on the machine. The tests start private instances themselves (`tests/testbed`).

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Debian's packages, each with a file that is there when it is installed; `*` stands for a folder per version.
const PACKAGES: &[(&str, &str)] = &[
    ("postgresql", "/usr/lib/postgresql/*/bin/postgres"),
    ("rabbitmq-server", "/usr/lib/rabbitmq/lib/*/sbin/rabbitmq-server"),
    ("chromium", "/usr/bin/chromium"),
    ("chromium-driver", "/usr/bin/chromedriver"),
    ("fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    ("python3-pip", "/usr/bin/pip3"),
];

/// Installs what is missing from Debian's packages. Fails where that is not possible: no test is skipped.
pub(crate) fn install() -> Result<()> {
    let missing: Vec<&str> = missing().collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    let help = format!("install Debian's packages {packages}, then run this again");
    apt(&["update", "-qq"]).with_context(|| help.clone())?;
    let mut words = vec!["install", "-y", "-qq", "--no-install-recommends"];
    words.extend(&missing);
    apt(&words).with_context(|| help.clone())?;
    match self::missing().next() {
        None => Ok(()),
        Some(package) => bail!("apt-get installed {packages}, but {package} is not in its place: {help}"),
    }
}

/// The packages that are not on the machine.
fn missing() -> impl Iterator<Item = &'static str> {
    PACKAGES.iter().filter(|(_, file)| !is_there(file)).map(|(package, _)| *package)
}

fn is_there(file: &str) -> bool {
    let Some((versions, rest)) = file.split_once("/*/") else { return Path::new(file).exists() };
    let mut versions = std::fs::read_dir(versions).into_iter().flatten().flatten();
    versions.any(|version| version.path().join(rest).exists())
}

fn apt(words: &[&str]) -> Result<()> {
    // Root needs no sudo, and a container may not have it.
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|entry| std::os::unix::fs::MetadataExt::uid(&entry) == 0);
    let sudo = Path::new("/usr/bin/sudo");
    let mut command = match is_root || !sudo.exists() {
        true => Command::new("apt-get"),
        false => {
            let mut command = Command::new(sudo);
            // RUNLEVEL is given again, as sudo does not pass the environment on.
            command.args(["-n", "env", "RUNLEVEL=1", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
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
