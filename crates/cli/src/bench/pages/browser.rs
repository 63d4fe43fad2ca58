//! What asks for the pages: one connection, one request after the other, nothing around it that would take time.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
};

use super::BenchError;

const DOING: &str = "asking the server for a page";

/// One browser that is logged in.
pub(super) struct Browser {
    stream: BufReader<TcpStream>,
    host: SocketAddr,
    cookie: String,
}

impl Browser {
    pub(super) fn connect(host: SocketAddr) -> Result<Self, BenchError> {
        let stream = TcpStream::connect(host).map_err(BenchError::io(DOING))?;
        stream.set_nodelay(true).map_err(BenchError::io(DOING))?;
        Ok(Self {
            stream: BufReader::new(stream),
            host,
            cookie: String::new(),
        })
    }

    /// Uses a login link up.
    pub(super) fn log_in(&mut self, link: &str) -> Result<(), BenchError> {
        let path = link.split_once("/login/").map_or("", |(_, token)| token);
        let (status, cookie) = self.ask(&format!("/login/{path}"))?;
        match cookie {
            Some(cookie) if status == 303 => {
                self.cookie = cookie;
                Ok(())
            }
            _ => Err(BenchError::Unexpected("the server's answer to a login")),
        }
    }

    /// Reads a page whole.
    pub(super) fn get(&mut self, path: &str) -> Result<(), BenchError> {
        match self.ask(path)? {
            (200, _) => Ok(()),
            _ => Err(BenchError::Unexpected("the server's answer")),
        }
    }

    /// The status, and a cookie that was set.
    fn ask(&mut self, path: &str) -> Result<(u16, Option<String>), BenchError> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\naccept: text/html\r\n\r\n",
            self.host, self.cookie
        );
        let stream = self.stream.get_mut();
        stream
            .write_all(request.as_bytes())
            .map_err(BenchError::io(DOING))?;
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or(BenchError::Unexpected("the server's answer"))?;
        let (mut length, mut cookie) = (0_u64, None);
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(": ").unwrap_or_default();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => {
                    let number = value.parse();
                    length = number.map_err(|_| BenchError::Unexpected("the server's answer"))?;
                }
                "set-cookie" => cookie = value.split(';').next().map(str::to_owned),
                _ => {}
            }
        }
        let mut body = Vec::new();
        let read = self.stream.by_ref().take(length).read_to_end(&mut body);
        let read = read.map_err(BenchError::io(DOING))?;
        if read as u64 == length {
            Ok((status, cookie))
        } else {
            Err(BenchError::Unexpected("the length of a page"))
        }
    }

    fn line(&mut self) -> Result<String, BenchError> {
        let mut line = String::new();
        let read = self
            .stream
            .read_line(&mut line)
            .map_err(BenchError::io(DOING))?;
        if read == 0 {
            return Err(BenchError::Unexpected("the server's connection"));
        }
        Ok(line.trim_end().to_owned())
    }
}
