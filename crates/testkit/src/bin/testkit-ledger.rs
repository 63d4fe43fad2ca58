//! A ledger behind standard input and output, to be killed by the self-test of the kill loop.
//!
//! `testkit-ledger DIR full|normal|off [held] [early]`: appends the number on each line and answers it after the
//! commit. `held`: what is not synced dies with the process. `early`: answers at once and commits only when four
//! numbers have come together, the bug that the loop has to find.

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::path::Path;

use doorstep_testkit::disk::FaultDisk;
use doorstep_testkit::ledger::{Ledger, Synchronous};

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [dir, synchronous, options @ ..] = arguments.as_slice() else {
        return Err("testkit-ledger DIR full|normal|off [held] [early]".into());
    };
    let synchronous = match synchronous.as_str() {
        "full" => Synchronous::Full,
        "normal" => Synchronous::Normal,
        "off" => Synchronous::Off,
        other => return Err(format!("unknown durability {other}").into()),
    };
    let disk = FaultDisk::register("ledger")?;
    if options.iter().any(|option| option == "held") {
        disk.hold_unsynced()?;
    }
    let early = options.iter().any(|option| option == "early");
    let mut ledger = Ledger::open(Path::new(dir), disk.name(), synchronous)?;
    let mut output = io::stdout().lock();
    let mut gathered = Vec::new();
    for line in io::stdin().lock().lines() {
        let number = line?.parse()?;
        gathered.push(number);
        if !early || gathered.len() == 4 {
            for number in gathered.drain(..) {
                ledger.append(number)?;
            }
        }
        writeln!(output, r#"{{"ok":{number}}}"#)?;
        output.flush()?;
    }
    Ok(())
}
