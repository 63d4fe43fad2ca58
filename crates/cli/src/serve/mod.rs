//! `doorstep serve`: the office's server, in the foreground, until it is told to stop.

mod settings;

use std::{error::Error, net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::Args;
use doorstep_server::{
    data_folder::DataFolder,
    environment::Environment,
    organisation::{Organisation, OrganisationError},
    serve::{ServeOptions, serve},
    store::StoreOptions,
};
use serde_json::json;
use tracing_subscriber::EnvFilter;

use self::settings::Settings;
pub(crate) use self::settings::SettingsError;
use crate::{
    failure::{Failure, While as _},
    terminal::{self, DIM, GOOD},
    text::{Language, Sentence as _, causes::Refusal, doing::Doing, serve::ServeText},
};

/// Where the server listens if nothing else is said.
pub(crate) const LISTEN: &str = "127.0.0.1:8080";
/// What is logged, in the manner of `tracing`'s filters; `info` if not set.
const LOG_FILTER: &str = "DOORSTEP_LOG";

/// Run the office's server in the foreground until Ctrl-C or SIGTERM.
///
/// There is no TLS here: put a proxy with TLS in front of it, which passes on the header `host` as sent, and say with
/// --public-url where devices and browsers reach it. It logs to the standard error, without customer data;
/// DOORSTEP_LOG=debug says more.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// A file of settings, TOML; what stands here comes first
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The organisation's data folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where to listen, by default 127.0.0.1:8080; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Where devices and browsers reach it, such as https://office.example; by default where it listens
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Create an organisation of this name first, if the folder has none
    #[arg(long, value_name = "NAME")]
    create: Option<String>,
    /// Say in JSON where it listens, one line, and log in JSON
    #[arg(long)]
    json: bool,
    /// Speak this language; by default the system's
    #[arg(long, value_name = "LANGUAGE", value_parser = crate::text::language_parser())]
    lang: Option<Language>,
}

impl ServeArguments {
    /// Serves until told to stop.
    pub(crate) fn run(self) -> ExitCode {
        let settings = match Settings::of(&self).while_doing(Doing::Serve {}) {
            Ok(settings) => settings,
            Err(failure) => return failure.tell(crate::text::chosen(self.lang), self.json),
        };
        let language = crate::text::chosen(settings.lang);
        match settings.serve(language) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => failure.tell(language, settings.json),
        }
    }
}

impl Settings {
    fn serve(&self, language: Language) -> Result<(), Failure> {
        log_to_standard_error(self.json);
        let url = self.public_url.clone();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build();
        runtime
            .while_doing(Doing::StartRuntime {})?
            .block_on(async {
                match &self.create {
                    Some(name) => self.create(name, language).await?,
                    None => self.require_organisation().while_doing(Doing::Serve {})?,
                }
                let options = ServeOptions {
                    data: self.data.clone(),
                    listen: self.listen,
                    public_url: url.clone(),
                    store: StoreOptions::default(),
                    environment: Environment::of_this_machine(),
                };
                let ready = |address| self.ready(address, url.as_deref(), language);
                serve(options, ready).await.while_doing(Doing::Serve {})
            })
    }

    /// Said before anything is locked or opened, which would make files in a folder that was mistyped.
    fn require_organisation(&self) -> Result<(), Box<dyn Error + Send + Sync>> {
        match DataFolder::at(&self.data).read(DataFolder::ORGANISATION)? {
            Some(_) => Ok(()),
            None => Err(Refusal::NothingToServe {}.into()),
        }
    }

    /// Creates the organisation if there is none. One of another name is not taken for it.
    async fn create(&self, name: &str, language: Language) -> Result<(), Failure> {
        let environment = Environment::of_this_machine();
        let open =
            Organisation::open(&self.data, StoreOptions::default(), environment.clone()).await;
        let organisation = match open {
            Ok(standing) if standing.name() == name => standing,
            Ok(standing) => {
                let other = Refusal::OtherName {
                    name: standing.name().to_owned(),
                };
                return Err(other).while_doing(Doing::CreateOrganisation {});
            }
            Err(OrganisationError::NoOrganisation) => {
                let created =
                    Organisation::create(&self.data, name, StoreOptions::default(), environment)
                        .await;
                let created = created.while_doing(Doing::CreateOrganisation {})?;
                if !self.json {
                    terminal::paragraph(
                        &ServeText::Created {
                            name: name.to_owned(),
                        }
                        .in_language(language),
                    );
                }
                created
            }
            Err(other) => return Err(other).while_doing(Doing::OpenOrganisation {}),
        };
        organisation.writer().close().await;
        Ok(())
    }

    /// Says where the server is, and leaves it in the folder for `doorstep admin`.
    fn ready(&self, address: SocketAddr, public_url: Option<&str>, language: Language) {
        let listening = format!("http://{address}");
        let url = public_url.unwrap_or(&listening);
        if let Err(error) = DataFolder::at(&self.data).write(DataFolder::PUBLIC_URL, url) {
            // Invitations can be given a URL by hand.
            tracing::warn!(%error, "the public URL was not written down");
        }
        if self.json {
            terminal::json(&json!({ "listening": listening }));
            return;
        }
        let said = ServeText::Listening {
            url: url.to_owned(),
        }
        .in_language(language);
        terminal::line(&format!("{GOOD}{said}{GOOD:#}"));
        let command = format!("doorstep admin --data {} login-link", self.data.display());
        for text in [ServeText::HowToLogIn { command }, ServeText::HowToStop {}] {
            terminal::line(&format!("{DIM}{}{DIM:#}", text.in_language(language)));
        }
    }
}

/// A URL without a slash at the end.
pub(crate) fn checked_url(url: &str) -> Result<String, Refusal> {
    let authority = ["http://", "https://"]
        .into_iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    match authority {
        Some(authority) if !authority.is_empty() => Ok(url.trim_end_matches('/').to_owned()),
        _ => Err(Refusal::OneUrl {}),
    }
}

fn log_to_standard_error(as_json: bool) {
    let filter = EnvFilter::try_from_env(LOG_FILTER).unwrap_or_else(|_| EnvFilter::new("info"));
    let logging = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // Fails only if something logs already, and nothing does before this.
    if as_json {
        drop(logging.json().try_init());
    } else {
        drop(logging.try_init());
    }
}
