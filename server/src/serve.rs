//! Running the server until it is told to stop, and stopping without losing what was begun.

use std::{future::Future, io, net::SocketAddr, path::PathBuf, time::Duration};

use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;

use crate::{
    app::{AppState, router},
    data_folder::{DataFolder, DataFolderError, FolderUse},
    environment::Environment,
    files::endpoint::sweep,
    organisation::{Organisation, OrganisationError},
    replication::renew_list,
    store::StoreOptions,
};

/// How long requests that were begun may take to end after the server was told to stop.
const LONGEST_DRAIN: Duration = Duration::from_secs(20);

/// What a server is started with.
pub struct ServeOptions {
    /// The data folder, which holds an organisation.
    pub data: PathBuf,
    /// Where to listen; port 0 takes any that is free.
    pub listen: SocketAddr,
    /// Where devices and browsers reach the server, such as `https://office.example`; by default where it listens.
    pub public_url: Option<String>,
    /// How the database is opened.
    pub store: StoreOptions,
    /// Clock and randomness.
    pub environment: Environment,
}

/// Why the server did not start, or ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The data folder is in use or cannot be read.
    #[error("the data folder could not be taken")]
    Folder(#[from] DataFolderError),
    /// The organisation could not be opened.
    #[error("the organisation could not be opened")]
    Organisation(#[from] OrganisationError),
    /// The address is taken or not ours.
    #[error("the server could not listen")]
    Listen(#[source] io::Error),
}

/// Serves until SIGTERM or Ctrl-C. `ready` is called once, with the address, when connections are taken.
///
/// # Errors
/// [`ServeError`].
pub async fn serve(
    options: ServeOptions,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    serve_until(options, ready, told_to_stop()).await
}

/// As [`serve`], until `stop` returns.
///
/// What was begun is finished: requests get their answers and all that waits is committed before this returns.
///
/// # Errors
/// [`ServeError`].
pub async fn serve_until(
    options: ServeOptions,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let _lock = DataFolder::at(&options.data).lock(FolderUse::Serve)?;
    let organisation =
        Organisation::open(&options.data, options.store, options.environment).await?;
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(ServeError::Listen)?;
    let address = listener.local_addr().map_err(ServeError::Listen)?;
    let public_url = options
        .public_url
        .unwrap_or_else(|| format!("http://{address}"));
    let state = AppState::new(organisation, &public_url);
    if let Err(error) = renew_list(state.replication()).await {
        // The records themselves are whole; only the list shows yesterday's words.
        tracing::warn!(%error, "the list could not be made anew");
    }
    if sweep(&state).await.is_err() {
        tracing::warn!("files that were begun long ago were not swept");
    }
    let listener = listener.tap_io(|connection| {
        // Answers are small and whole: waiting for more to send only makes them late.
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection kept its delay");
        }
    });
    let stopping = state.clone();
    let serving = axum::serve(listener, router(state.clone()))
        .with_graceful_shutdown(async move { stopping.stopping().await });
    tracing::info!(%address, "serving");
    ready(address);
    let stop = async {
        stop.await;
        tracing::info!("stopping");
        state.stop();
        tokio::time::sleep(LONGEST_DRAIN).await;
        tracing::warn!("requests were cut off because they did not end");
    };
    let outcome = tokio::select! {
        outcome = serving => outcome,
        () = stop => Ok(()),
    };
    state.writer().close().await;
    outcome.map_err(ServeError::Listen)
}

/// Listens for SIGTERM and Ctrl-C from now on, not only once the future is first asked: who hears that the server is
/// ready may tell it to stop at once.
fn told_to_stop() -> impl Future<Output = ()> + Send + 'static {
    #[cfg(unix)]
    let terminated = heard(tokio::signal::unix::SignalKind::terminate());
    #[cfg(unix)]
    let interrupted = heard(tokio::signal::unix::SignalKind::interrupt());
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    #[cfg(not(unix))]
    let interrupted = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl-C is not heard");
            std::future::pending::<()>().await;
        }
    };
    async {
        tokio::select! {
            () = interrupted => {}
            () = terminated => {}
        }
    }
}

#[cfg(unix)]
fn heard(kind: tokio::signal::unix::SignalKind) -> impl Future<Output = ()> + Send + 'static {
    let listening = tokio::signal::unix::signal(kind);
    async move {
        match listening {
            Ok(mut signal) => drop(signal.recv().await),
            Err(error) => {
                tracing::error!(%error, ?kind, "a signal is not heard");
                std::future::pending::<()>().await;
            }
        }
    }
}

#[cfg(test)]
mod tests;
