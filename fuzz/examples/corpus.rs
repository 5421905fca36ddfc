//! Writes what phones, servers and other programs really write into the targets' corpora, so that
//! fuzzing starts from it: `cargo run --example corpus`, in this folder.

use std::path::Path;
use std::{fs, io};

use fuzz::workbook;

#[path = "../../tests/fuzz/valid.rs"]
mod valid;

fn main() -> io::Result<()> {
    write("segment", &valid::segments())?;
    write("op", &valid::ops())?;
    write("request", &valid::requests())?;
    write("answer", &valid::answers())?;
    write("unsent_file", &valid::unsent_files())?;
    write("import", &valid::tables())?;
    write("workbook_parts", &[valid::workbook_parts().join(&0)])
}

fn write(target: &str, inputs: &[Vec<u8>]) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    fs::create_dir_all(&folder)?;
    for (number, input) in inputs.iter().enumerate() {
        fs::write(folder.join(format!("valid-{number}")), input)?;
    }
    Ok(())
}
