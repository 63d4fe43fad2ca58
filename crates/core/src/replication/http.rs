//! The way to a real server: HTTP, each request signed by the device (RFC 9421).

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use doorstep_evidence::vault::DeviceVault;
use doorstep_sync::{
    codec::MEDIA_TYPE,
    limits::MESSAGE_BYTES_MAX,
    request_signature::{Moment, Nonce, RequestParts, SignatureHeaders, SignatureParameters, sign},
};
use reqwest::{Client, Method, StatusCode, Url, header};
use serde::Deserialize;

use super::{
    Traffic, Transport, TransportError,
    retry::{ATTEMPTS_MAX, pause},
};
use crate::{Device, Environment, Error, Identity};

/// The header with the nonce that the server wants to be signed.
const NONCE: &str = "doorstep-nonce";
const SYNC: &str = "/v1/sync";
const INTRODUCE: &str = "/v1/introduce";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A whole request and answer: a page of half a megabyte over a village's network.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(120);
/// Round a header takes a colon, a blank and the end of its line.
const AROUND_A_HEADER: usize = 4;

/// A way to the server that the device was enrolled at.
pub struct HttpTransport {
    client: Client,
    server: Url,
    identity: Arc<Identity>,
    vault: Arc<dyn DeviceVault>,
    environment: Environment,
    bytes_up: AtomicU64,
    bytes_down: AtomicU64,
}

/// What the server says went wrong.
#[derive(Deserialize)]
struct Complaint {
    error: ComplaintCode,
}

#[derive(Deserialize)]
struct ComplaintCode {
    code: String,
}

/// What is sent: signed, to an address of the server with its query.
pub(crate) struct Message<'m> {
    pub(crate) method: Method,
    pub(crate) address: &'m str,
    pub(crate) media_type: &'static str,
    pub(crate) body: &'m [u8],
}

impl<'m> Message<'m> {
    const fn post(address: &'m str, media_type: &'static str, body: &'m [u8]) -> Self {
        Self {
            method: Method::POST,
            address,
            media_type,
            body,
        }
    }
}

/// An answer before anybody looked at it.
struct Reply {
    status: StatusCode,
    nonce: Option<Nonce>,
    body: Vec<u8>,
}

impl Reply {
    fn code(&self) -> String {
        serde_json::from_slice::<Complaint>(&self.body)
            .map(|complaint| complaint.error.code)
            .unwrap_or_default()
    }
}

/// A client that uses neither proxies nor a system's TLS.
///
/// # Errors
/// [`TransportError::Setup`].
pub(crate) fn client() -> Result<Client, TransportError> {
    // Whoever was first has set it; ours is the same or does as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(REQUEST_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|error| TransportError::Setup(error.into()))
}

impl HttpTransport {
    /// The way to the server that the device was enrolled at, or to `server_url` instead.
    ///
    /// # Errors
    /// [`Error::NotEnrolled`]; [`Error::Sync`] if the address is none or TLS cannot be set up.
    pub fn new(device: &Device, server_url: Option<&str>) -> Result<Self, Error> {
        let identity = device.identity()?;
        let of_transport = |error: TransportError| Error::Sync(error.into());
        let server = Url::parse(server_url.unwrap_or(&identity.server_url))
            .map_err(|_| of_transport(TransportError::Address))?;
        Ok(Self {
            client: client().map_err(of_transport)?,
            server,
            identity,
            vault: Arc::clone(&device.inner.vault),
            environment: device.inner.environment.clone(),
            bytes_up: AtomicU64::new(0),
            bytes_down: AtomicU64::new(0),
        })
    }

    /// Sends a message and does what the server asks for first: another nonce.
    async fn send_once(&self, message: &Message<'_>) -> Result<Reply, TransportError> {
        let own_clock = Moment::OwnClock {
            created_s: self.environment.clock.now().timestamp(),
            nonce: Nonce(self.environment.draw()?),
        };
        let reply = self.send(message, own_clock).await?;
        match (reply.nonce, reply.status) {
            (Some(nonce), StatusCode::UNAUTHORIZED) if reply.code() == "use_server_nonce" => {
                self.send(message, Moment::ServerNonce(nonce)).await
            }
            _ => Ok(reply),
        }
    }

    async fn introduce(&self) -> Result<(), TransportError> {
        let body = serde_json::json!({
            "certificate": BASE64_STANDARD.encode(&self.identity.certificate),
            "device_number": self.identity.number,
        });
        let body = body.to_string();
        let message = Message::post(INTRODUCE, "application/json", body.as_bytes());
        judge(self.send_once(&message).await?).map(drop)
    }

    async fn send(&self, message: &Message<'_>, moment: Moment) -> Result<Reply, TransportError> {
        let Message {
            method,
            address,
            media_type,
            body,
        } = message;
        let url = self
            .server
            .join(address)
            .map_err(|_| TransportError::Address)?;
        let headers = self.sign(method, &url, body.to_vec(), moment).await?;
        let mut request = self
            .client
            .request(method.clone(), url.clone())
            .header(header::CONTENT_TYPE, *media_type)
            .body(body.to_vec());
        let mut up = request_line_bytes(method, &url)
            + header_bytes("content-type", media_type)
            + body.len();
        for (name, value) in headers.iter() {
            request = request.header(name, value);
            up += header_bytes(name, value);
        }
        self.bytes_up.fetch_add(up as u64, Ordering::Relaxed);
        let response = request
            .send()
            .await
            .map_err(|error| TransportError::Offline(Some(error.into())))?;
        self.read(response).await
    }

    /// Away from the threads that serve requests: hardware takes its time.
    async fn sign(
        &self,
        method: &Method,
        url: &Url,
        body: Vec<u8>,
        moment: Moment,
    ) -> Result<SignatureHeaders, TransportError> {
        let authority = authority(url).ok_or(TransportError::Address)?;
        let (method, path) = (method.clone(), url.path().to_owned());
        let query = url.query().map(str::to_owned);
        let (vault, device) = (Arc::clone(&self.vault), self.identity.device);
        let signed = tokio::task::spawn_blocking(move || {
            let parts = RequestParts {
                method: method.as_str(),
                authority: &authority,
                path: &path,
                query: query.as_deref(),
                body: &body,
            };
            sign(&parts, &SignatureParameters { device, moment }, &*vault)
        });
        Ok(signed.await.map_err(|_| TransportError::Stopped)??)
    }

    async fn read(&self, mut response: reqwest::Response) -> Result<Reply, TransportError> {
        let status = response.status();
        let mut down = "HTTP/1.1 200 OK\r\n\r\n".len();
        for (name, value) in response.headers() {
            down += name.as_str().len() + value.len() + AROUND_A_HEADER;
        }
        let nonce = response
            .headers()
            .get(NONCE)
            .and_then(|nonce| Nonce::from_text(nonce.to_str().ok()?));
        let mut body = Vec::new();
        loop {
            let chunk = response
                .chunk()
                .await
                .map_err(|error| TransportError::Offline(Some(error.into())))?;
            let Some(chunk) = chunk else { break };
            if body.len() + chunk.len() > MESSAGE_BYTES_MAX {
                return Err(TransportError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        self.bytes_down
            .fetch_add((down + body.len()) as u64, Ordering::Relaxed);
        Ok(Reply {
            status,
            nonce,
            body,
        })
    }

    /// Sends a message until there is an answer that no second attempt would better.
    pub(crate) async fn exchange(&self, message: &Message<'_>) -> Result<Vec<u8>, TransportError> {
        let mut introduced = false;
        let mut attempt = 0;
        loop {
            let judged = match self.send_once(message).await {
                Ok(reply) => judge(reply),
                Err(error) => Err(error),
            };
            match judged {
                // A server that was restored may have forgotten this device: it is told once who we are.
                Err(TransportError::Refused { code, .. })
                    if code == "unknown_device" && !introduced =>
                {
                    introduced = true;
                    self.introduce().await?;
                }
                Err(error) if error.may_pass() && attempt + 1 < ATTEMPTS_MAX => {
                    tokio::time::sleep(pause(&self.environment, attempt)?).await;
                    attempt += 1;
                }
                judged => return judged,
            }
        }
    }
}

impl Transport for HttpTransport {
    async fn post(&self, body: Vec<u8>) -> Result<Vec<u8>, TransportError> {
        self.exchange(&Message::post(SYNC, MEDIA_TYPE, &body)).await
    }

    fn traffic(&self) -> Option<Traffic> {
        Some(Traffic {
            bytes_up: self.bytes_up.load(Ordering::Relaxed),
            bytes_down: self.bytes_down.load(Ordering::Relaxed),
        })
    }
}

fn judge(reply: Reply) -> Result<Vec<u8>, TransportError> {
    let status = reply.status;
    if status.is_success() {
        Ok(reply.body)
    } else if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        Err(TransportError::Busy {
            status: status.as_u16(),
        })
    } else {
        Err(TransportError::Refused {
            status: status.as_u16(),
            code: reply.code(),
        })
    }
}

/// Host, and the port unless it is the scheme's own: what stands in the Host header.
fn authority(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(
        url.port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")),
    )
}

/// The request line and what the client adds by itself: Host, Accept, Content-Length, and the empty line.
fn request_line_bytes(method: &Method, url: &Url) -> usize {
    let query = url.query().map_or(0, |query| "?".len() + query.len());
    let line = method.as_str().len() + "  HTTP/1.1\r\n".len() + url.path().len() + query;
    let host = authority(url).map_or(0, |authority| header_bytes("host", &authority));
    line + host + header_bytes("accept", "*/*") + header_bytes("content-length", "0000") + 2
}

fn header_bytes(name: &str, value: &str) -> usize {
    name.len() + value.len() + AROUND_A_HEADER
}
