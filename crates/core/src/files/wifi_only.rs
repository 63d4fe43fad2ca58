//! `files.wifi_only`: whether whole photos wait for a connection whose bytes cost nothing.

use crate::{
    Device, Error, Notice,
    store::settings::{self, name},
};

impl Device {
    /// Whether whole photos are sent only over a connection whose bytes cost nothing. Previews always go: they are
    /// small, and the office sees by them what is on its way.
    ///
    /// # Errors
    /// What the disk says.
    pub fn files_wifi_only(&self) -> Result<bool, Error> {
        self.inner
            .store
            .read(|connection| Ok(settings::get(connection, name::FILES_WIFI_ONLY)? == Some(1)))
    }

    /// Says whether whole photos wait for Wi-Fi.
    ///
    /// # Errors
    /// What the disk says.
    pub fn set_files_wifi_only(&self, on: bool) -> Result<(), Error> {
        self.inner.store.write(|write| {
            settings::set(write.connection()?, name::FILES_WIFI_ONLY, i64::from(on))?;
            write.tell(Notice::Status);
            Ok(())
        })
    }
}
