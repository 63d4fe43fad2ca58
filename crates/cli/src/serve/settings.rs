//! What `doorstep serve` is told: on the command line, in a file, or not at all. The command line comes first.

use std::{
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::{ServeArguments, checked_url};
use crate::text::{Language, causes::Refusal};

/// A file of settings, TOML; each may be left out. `server/deploy/doorstep.toml` has them all with what they mean.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    data: Option<PathBuf>,
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    create: Option<String>,
    json: Option<bool>,
    lang: Option<Language>,
}

/// What holds.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) data: PathBuf,
    pub(super) listen: SocketAddr,
    pub(super) public_url: Option<String>,
    pub(super) create: Option<String>,
    pub(super) json: bool,
    pub(super) lang: Option<Language>,
}

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsError {
    /// The file could not be read.
    #[error("the file of settings could not be read")]
    Read(#[source] io::Error),
    /// It is no TOML, or says what there is no setting for.
    #[error("the file of settings is not in order")]
    Parse(#[from] toml::de::Error),
    /// Something that it says, or that nobody said.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl Settings {
    /// Puts together what was said.
    pub(super) fn of(arguments: &ServeArguments) -> Result<Self, SettingsError> {
        let file = match &arguments.config {
            Some(path) => read(path)?,
            None => SettingsFile::default(),
        };
        let listen = match (arguments.listen, file.listen) {
            (Some(listen), _) | (None, Some(listen)) => listen,
            (None, None) => LISTEN_ADDRESS,
        };
        let public_url = arguments.public_url.clone().or(file.public_url);
        Ok(Self {
            data: arguments
                .data
                .clone()
                .or(file.data)
                .ok_or(Refusal::NoData {})?,
            listen,
            public_url: public_url.as_deref().map(checked_url).transpose()?,
            create: arguments.create.clone().or(file.create),
            json: arguments.json || file.json.unwrap_or(false),
            lang: arguments.lang.or(file.lang),
        })
    }
}

/// [`LISTEN`] as an address.
const LISTEN_ADDRESS: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

/// A path in the file is seen from the file's own folder, wherever the program was started.
fn read(path: &Path) -> Result<SettingsFile, SettingsError> {
    let text = fs::read_to_string(path).map_err(SettingsError::Read)?;
    let mut file: SettingsFile = toml::from_str(&text)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    file.data = file.data.map(|data| folder.join(data));
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::LISTEN;

    fn arguments(config: Option<PathBuf>) -> ServeArguments {
        ServeArguments {
            config,
            data: None,
            listen: None,
            public_url: None,
            create: None,
            json: false,
            lang: None,
        }
    }

    fn with(text: &str) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("doorstep.toml");
        fs::write(&path, text).unwrap();
        Settings::of(&arguments(Some(path)))
    }

    #[test]
    fn the_command_line_comes_before_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("doorstep.toml");
        fs::write(
            &path,
            "data = \"office\"\nlisten = \"0.0.0.0:9000\"\nlang = \"en\"",
        )
        .unwrap();
        let mut said = arguments(Some(path));
        said.public_url = Some("https://office.example/".to_owned());
        let settings = Settings::of(&said).unwrap();
        assert_eq!(settings.data, folder.path().join("office"));
        assert_eq!(settings.listen.to_string(), "0.0.0.0:9000");
        assert_eq!(
            settings.public_url.as_deref(),
            Some("https://office.example")
        );
        assert_eq!(settings.lang, Some(Language::English));
        said.listen = Some("127.0.0.1:1".parse().unwrap());
        said.data = Some("/elsewhere".into());
        let settings = Settings::of(&said).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:1");
        assert_eq!(settings.data, Path::new("/elsewhere"));
    }

    #[test]
    fn what_is_not_a_setting_is_not_overlooked() {
        assert!(matches!(with("data = 1"), Err(SettingsError::Parse(_))));
        assert!(matches!(with("daat = \"x\""), Err(SettingsError::Parse(_))));
        assert!(matches!(with(""), Err(SettingsError::Refused(_))));
        let url = with("data = \"x\"\npublic_url = \"office.example\"");
        assert!(matches!(url, Err(SettingsError::Refused(_))));
        let nowhere = Settings::of(&arguments(Some("/nowhere.toml".into())));
        assert!(matches!(nowhere, Err(SettingsError::Read(_))));
    }

    #[test]
    fn the_file_that_comes_along_is_in_order() {
        let text = include_str!("../../../../server/deploy/doorstep.toml");
        let settings = with(text).unwrap();
        assert_eq!(settings.listen.to_string(), LISTEN);
    }
}
