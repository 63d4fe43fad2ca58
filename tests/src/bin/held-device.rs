//! `held-device FOLDER full|normal|off`: answers lines like `doorstep device --data FOLDER run -`, on a disk that keeps
//! what was not synced in this process. So `kill -9` is as bad as a power cut that drops every unsynced write.
//!
//! The folder is one that `doorstep device enrol` has made, with its key.

use std::{
    error::Error,
    fs,
    io::{self, BufRead as _, Write as _},
    path::PathBuf,
    sync::Arc,
};

use doorstep_core::{Device, Environment, OpenRequest, Synchronous, script::Script};
use doorstep_evidence::vault::SoftwareVault;
use doorstep_testkit::disk::FaultDisk;
use tokio::runtime::Builder;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, synchronous] = arguments.as_slice() else {
        return Err("held-device FOLDER full|normal|off".into());
    };
    let synchronous = match synchronous.as_str() {
        "full" => Synchronous::Full,
        "normal" => Synchronous::Normal,
        "off" => Synchronous::Off,
        other => return Err(format!("unknown durability {other}").into()),
    };
    let disk = FaultDisk::register("held")?;
    disk.hold_unsynced()?;
    let folder = PathBuf::from(folder);
    let key = fs::read_to_string(folder.join("keys").join("device.pem"))?;
    let device = Device::open(OpenRequest {
        folder,
        vault: Arc::new(SoftwareVault::from_pem(&key)?),
        environment: Environment::of_this_machine(),
        vfs: Some(disk.name().to_owned()),
        synchronous_for_tests: Some(synchronous),
    })?;
    let script = Script::on(device);
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answer = runtime.block_on(script.answer(line?.as_bytes()));
        writeln!(output, "{}", answer.to_line())?;
        output.flush()?;
    }
    Ok(())
}
