//! Owns a folder that can be made full. As root it is a file system of its own that is shrunk to what it holds, so that
//! writers meet "no space left"; without root, a folder that nobody may enter stands for it, and writers meet another error.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Guard, folder, is_root};

/// Size of the file system while it is not full.
const SIZE: &str = "1g";

/// A folder that can be made full.
#[derive(Debug)]
pub struct Disk {
    path: PathBuf,
    is_mounted: bool,
    /// Unmounts it and removes the folder around it.
    _guard: Guard,
}

impl Disk {
    /// An empty one.
    pub fn new() -> Disk {
        let around = folder("casecheck-disk-");
        let path = around.join(crate::process::MOUNTED);
        std::fs::create_dir(&path).expect("the folder is writable");
        let guard = Guard::of(&around);
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={SIZE}"), "tmpfs"]).arg(&path);
        let is_mounted = is_root() && mount.output().is_ok_and(|output| output.status.success());
        Disk { path, is_mounted, _guard: guard }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What `fill` does here, for reports.
    pub fn how(&self) -> &'static str {
        match self.is_mounted {
            true => "file system without space",
            false => "folder without permissions, as mounting is not possible here",
        }
    }

    /// Leaves no room for another file.
    pub fn fill(&self) {
        if !self.is_mounted {
            return self.permit(0o000);
        }
        // Somebody may write between the question and the answer.
        crate::process::wait("a full file system", || {
            let mut ask = Command::new("df");
            let used = crate::process::succeed(ask.args(["--output=used", "-B1"]).arg(&self.path));
            let used = used.lines().last().expect("df prints a line").trim().to_string();
            self.remount(&used)
        });
    }

    /// Makes room again.
    pub fn free(&self) {
        match self.is_mounted {
            true => assert!(self.remount(SIZE), "the file system grows again"),
            false => self.permit(0o755),
        }
    }

    fn remount(&self, size: &str) -> bool {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,size={size}")]).arg(&self.path);
        mount.output().is_ok_and(|output| output.status.success())
    }

    fn permit(&self, mode: u32) {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&self.path, permissions).expect("the folder is this user's");
    }
}

impl Default for Disk {
    fn default() -> Disk {
        Disk::new()
    }
}

#[cfg(test)]
mod tests {
    use super::Disk;

    #[test]
    fn a_full_disk_takes_nothing_until_it_is_freed() {
        let disk = Disk::new();
        let write = |name: &str| std::fs::write(disk.path().join(name), "some words");
        write("before").expect("there is room");
        disk.fill();
        let error = write("full").expect_err("there is no room");
        // Root is stopped by nothing but a full file system.
        if disk.how().starts_with("file system") {
            assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
        }
        disk.free();
        write("after").expect("there is room again");
        let around = disk.path().parent().expect("a folder").to_path_buf();
        drop(disk);
        assert!(!around.exists(), "nothing stays behind");
    }
}
