//! `held-server FOLDER ADDRESS full|normal|off`: serves like `doorstep serve --json`, on a disk that keeps what was not
//! synced in this process. So `kill -9` is as bad as a power cut that drops every unsynced write.
//!
//! Nobody else may have the database open meanwhile: he would see the disk, and not what this process has done.

use std::{error::Error, path::PathBuf};

use doorstep_server::{
    environment::Environment,
    serve::{ServeOptions, serve},
    store::{StoreOptions, Synchronous},
};
use doorstep_testkit::disk::FaultDisk;
use tokio::runtime::Builder;

#[expect(
    clippy::print_stdout,
    reason = "says where it listens, as `doorstep serve --json` does"
)]
fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, address, synchronous] = arguments.as_slice() else {
        return Err("held-server FOLDER ADDRESS full|normal|off".into());
    };
    let synchronous = match synchronous.as_str() {
        "full" => Synchronous::Full,
        "normal" => Synchronous::Normal,
        "off" => Synchronous::Off,
        other => return Err(format!("unknown durability {other}").into()),
    };
    let disk = FaultDisk::register("held")?;
    disk.hold_unsynced()?;
    let options = ServeOptions {
        data: PathBuf::from(folder),
        listen: address.parse()?,
        public_url: None,
        store: StoreOptions {
            vfs: Some(disk.name().to_owned()),
            synchronous,
        },
        environment: Environment::of_this_machine(),
    };
    let ready = |address| println!(r#"{{"listening":"http://{address}"}}"#);
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    Ok(runtime.block_on(serve(options, ready))?)
}
