//! A browser of the office: somebody is signed in, and asks the real server over HTTP.

use doorstep_domain::ids::PersonId;
use doorstep_server::{organisation::OFFICE, session::create_login_link};
use serde_json::Value;

use crate::{Office, Reply, http::send};

/// A browser with its cookie.
pub struct Browser<'o> {
    office: &'o Office,
    cookie: String,
}

impl<'o> Browser<'o> {
    /// The office itself, by a link.
    pub async fn open(office: &'o Office) -> Self {
        let state = office.state();
        let person = PersonId(OFFICE.to_owned());
        let link = create_login_link(state.organisation(), state.public_url(), person)
            .await
            .unwrap();
        let mut browser = Self {
            office,
            cookie: String::new(),
        };
        let path = link.strip_prefix(state.public_url()).unwrap().to_owned();
        let reply = browser.ask("GET", &path, "text/html", "").await;
        let cookie = reply.headers["set-cookie"].split(';').next().unwrap();
        browser.cookie = cookie.to_owned();
        browser
    }

    /// A page.
    pub async fn page(&self, path: &str) -> String {
        let reply = self.ask("GET", path, "text/html", "").await;
        String::from_utf8(reply.body).unwrap()
    }

    /// A file, with its status.
    pub async fn file(&self, path: &str) -> (u16, Vec<u8>) {
        let reply = self.ask("GET", path, "*/*", "").await;
        (reply.status, reply.body)
    }

    /// What the API answers; nothing where it has nothing to say.
    pub async fn api(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let reply = self.ask(method, path, "application/json", &body).await;
        match reply.code().as_str() {
            "" => Ok(serde_json::from_slice(&reply.body).unwrap_or_default()),
            code => Err(code.to_owned()),
        }
    }

    /// Sends the form of a page as a browser does, with what stands in it unseen; what was typed replaces what stands.
    /// The page that comes back when it was refused; nothing when it was done.
    pub async fn send(&self, page: &str, typed: &[(&str, &str)]) -> Option<String> {
        let shown = self.page(page).await;
        let mut pairs: Vec<(String, String)> = Vec::new();
        for input in shown.split("<input type=\"hidden\" ").skip(1) {
            let of = |name: &str| {
                let rest = input.split(&format!("{name}=\"")).nth(1)?;
                rest.split('"')
                    .next()
                    .map(|value| value.replace("&quot;", "\""))
            };
            pairs.extend(of("name").zip(of("value")));
        }
        pairs.extend(
            typed
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let body: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let reply = self.ask("POST", page, "text/html", &body.join("&")).await;
        (reply.status != 303).then(|| String::from_utf8(reply.body).unwrap())
    }

    async fn ask(&self, method: &str, path: &str, accept: &str, body: &str) -> Reply {
        let headers = [
            ("accept", accept),
            ("cookie", &self.cookie),
            ("content-type", "application/json"),
            ("content-length", &body.len().to_string()),
            ("sec-fetch-site", "same-origin"),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let server = self.office.address();
        send(method, server, path, &headers, body.as_bytes())
            .await
            .unwrap()
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
