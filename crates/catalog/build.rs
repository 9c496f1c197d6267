//! Rebuilds the crate when a file is added to or removed from `data/`, which the embedding macro alone does not see.

fn main() {
    println!("cargo:rerun-if-changed=data");
}
