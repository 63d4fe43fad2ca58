//! Reads the home (`words/`) and writes what `src/lib.rs` includes. A key that lacks a language ends the build here,
//! with a line for each fault.

use std::{env, error::Error, fs, path::Path};

#[path = "build/home.rs"]
mod home;
#[path = "build/rust.rs"]
mod rust;

fn main() -> Result<(), Box<dyn Error>> {
    println_cargo("rerun-if-changed=words");
    println_cargo("rerun-if-changed=build");
    let root = env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo names no folder of the package")?;
    let out = env::var_os("OUT_DIR").ok_or("cargo names no folder to write to")?;
    match home::read(&Path::new(&root).join("words")) {
        Ok(home) => {
            fs::write(Path::new(&out).join("words.rs"), rust::write(&home))?;
            Ok(())
        }
        Err(faults) => {
            for fault in &faults {
                println_cargo(&format!("error={fault}"));
            }
            Err(format!("the home of the words has {} faults", faults.len()).into())
        }
    }
}

/// Cargo hears a build script through its standard output.
#[allow(clippy::print_stdout)]
fn println_cargo(line: &str) {
    println!("cargo::{line}");
}
