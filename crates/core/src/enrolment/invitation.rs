//! What the office shows as a QR: `doorstep://enrol?url=…&code=…&ca=…`.

use doorstep_evidence::digest::Digest;
use reqwest::Url;

use super::EnrolError;

/// An invitation, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The server, `https://office.example`.
    pub server_url: String,
    /// The one-time code.
    pub code: String,
    /// SHA-256 of the organisation's certificate: who answers must be that.
    pub organisation: Digest,
}

impl Invitation {
    /// Reads an invitation.
    ///
    /// # Errors
    /// [`EnrolError::Invitation`].
    pub fn parse(text: &str) -> Result<Self, EnrolError> {
        let link = Url::parse(text.trim()).map_err(|_| EnrolError::Invitation)?;
        if link.scheme() != "doorstep" || link.host_str() != Some("enrol") {
            return Err(EnrolError::Invitation);
        }
        let part = |wanted: &str| {
            let mut found = link
                .query_pairs()
                .filter(|(name, _)| name == wanted)
                .map(|(_, value)| value.into_owned());
            let only = found.next().filter(|value| !value.is_empty());
            if found.next().is_some() { None } else { only }
        };
        let (Some(url), Some(code), Some(ca)) = (part("url"), part("code"), part("ca")) else {
            return Err(EnrolError::Invitation);
        };
        let server = Url::parse(&url).map_err(|_| EnrolError::Invitation)?;
        if !matches!(server.scheme(), "http" | "https") {
            return Err(EnrolError::Invitation);
        }
        Ok(Self {
            server_url: url,
            code,
            organisation: ca.parse().map_err(|_| EnrolError::Invitation)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_is_read_as_the_office_wrote_it() {
        let ca = "ab".repeat(32);
        let text =
            format!("doorstep://enrol?url=http%3A%2F%2F127.0.0.1%3A8080&code=K7M2-99&ca={ca}");
        let invitation = Invitation::parse(&text).unwrap();
        assert_eq!(invitation.server_url, "http://127.0.0.1:8080");
        assert_eq!(invitation.code, "K7M2-99");
        assert_eq!(invitation.organisation, Digest([0xab; 32]));
    }

    #[test]
    fn anything_else_is_not_an_invitation() {
        let ca = "ab".repeat(32);
        for wrong in [
            String::new(),
            "https://example.org".into(),
            format!("doorstep://enrol?url=http://a&code=&ca={ca}"),
            format!("doorstep://enrol?url=http://a&ca={ca}"),
            format!("doorstep://enrol?url=file:///etc&code=x&ca={ca}"),
            format!("doorstep://enrol?url=http://a&code=x&code=y&ca={ca}"),
            "doorstep://enrol?url=http://a&code=x&ca=abcd".into(),
            format!("doorstep://other?url=http://a&code=x&ca={ca}"),
        ] {
            assert!(Invitation::parse(&wrong).is_err(), "{wrong}");
        }
    }
}
