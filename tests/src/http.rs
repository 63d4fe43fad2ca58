//! HTTP by hand, for requests that no client library would send.

use std::{collections::BTreeMap, io, net::SocketAddr};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The error's stable code; empty for an answer that is none.
    #[must_use]
    pub fn code(&self) -> String {
        let json: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        json["error"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The status and the error's code.
    #[must_use]
    pub fn outcome(&self) -> (u16, String) {
        (self.status, self.code())
    }
}

/// Sends a body with these headers by some method, on a connection of its own.
///
/// # Errors
/// What the connection says; also if no whole answer came.
pub(crate) async fn send(
    method: &str,
    server: SocketAddr,
    path: &str,
    headers: &[(String, String)],
    body: &[u8],
) -> io::Result<Reply> {
    let mut connection = TcpStream::connect(server).await?;
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    connection.write_all(head.as_bytes()).await?;
    // A server that refuses a large body may hang up before it has read it.
    let sent = connection.write_all(body).await;
    let mut answer = Vec::new();
    let received = connection.read_to_end(&mut answer).await;
    match read(&answer) {
        Some(reply) => Ok(reply),
        None => sent
            .and(received)
            .and(Err(io::ErrorKind::UnexpectedEof.into())),
    }
}

fn read(answer: &[u8]) -> Option<Reply> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let (head, body) = answer.split_at_checked(end)?;
    let mut lines = std::str::from_utf8(head).ok()?.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    };
    let headers: BTreeMap<String, String> = lines.filter_map(header).collect();
    let body = body.get(4..).unwrap_or_default().to_vec();
    let announced = headers
        .get("content-length")
        .and_then(|length| length.parse().ok())
        // "No content" announces none.
        .or((status == 204).then_some(0));
    (announced == Some(body.len())).then_some(Reply {
        status,
        headers,
        body,
    })
}
