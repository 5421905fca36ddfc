//! Tells cargo that a release build holds the web app's files, new ones included. A debug build
//! reads them from the disk, and so need not be compiled again.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=../../ui/dist");
    }
}
