//! The frontend is built beside the server, before or after it: the folder must be there either
//! way, and a release binary must be made again when its content changed.

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=../dist");
    std::fs::create_dir_all("../dist")
}
