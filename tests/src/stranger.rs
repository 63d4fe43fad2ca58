//! Somebody who speaks the protocol by hand: an enrolled device that sends what no honest program would, or nobody's.

use std::{net::SocketAddr, sync::Arc};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use doorstep_domain::ids::{DeviceId, RecordId};
use doorstep_evidence::{
    certificate::certificate_request,
    proof::{Claim, prove},
    vault::{DeviceVault as _, SoftwareVault},
};
use doorstep_replica::{Actor, ChangeHash, Edit, ParsedChange, RecordDocument};
use doorstep_sync::{
    codec,
    cursor::Cursor,
    gate::actors_in_order,
    message::{Answer, DocumentPush, PROTOCOL, PageItem, Request},
    request_signature::{Moment, Nonce, RequestParts, SignatureHeaders, SignatureParameters, sign},
};
use minicbor::bytes::ByteVec;
use serde_json::json;

use crate::{Dice, Reply, http};

/// Where devices sync.
pub(crate) const SYNC: &str = "/v1/sync";

/// A key and what one can do with it.
pub struct Stranger {
    /// Its key.
    pub vault: SoftwareVault,
    /// What its changes are written as.
    pub actor: Actor,
    /// Where the server is.
    pub server: SocketAddr,
    dice: Arc<Dice>,
}

impl Stranger {
    /// With a new key.
    #[must_use]
    pub fn new(server: SocketAddr, dice: &Arc<Dice>) -> Self {
        Self::with_key(SoftwareVault::generate(dice.draw()).unwrap(), server, dice)
    }

    /// With somebody's key.
    #[must_use]
    pub fn with_key(vault: SoftwareVault, server: SocketAddr, dice: &Arc<Dice>) -> Self {
        let actor = Actor::new(vault.public_key().unwrap().device_id(), dice.draw());
        Self {
            vault,
            actor,
            server,
            dice: Arc::clone(dice),
        }
    }

    /// Its device id.
    #[must_use]
    pub fn id(&self) -> DeviceId {
        self.actor.device()
    }

    /// Asks to be enrolled with what a QR code holds.
    pub async fn enrol(&self, invitation: &str) -> Reply {
        let code = invitation
            .split("code=")
            .nth(1)
            .and_then(|rest| rest.split('&').next())
            .unwrap();
        let body = json!({
            "code": code,
            "request": BASE64_STANDARD.encode(certificate_request(&self.vault, "by hand").unwrap()),
            "device_name": "by hand",
        });
        self.post("/v1/enrol", &[], body.to_string().as_bytes())
            .await
    }

    /// Posts a body with these headers and its length.
    pub async fn post(&self, path: &str, headers: &[(String, String)], body: &[u8]) -> Reply {
        let mut all = vec![("content-length".to_owned(), body.len().to_string())];
        all.extend_from_slice(headers);
        self.post_bare(path, &all, body).await
    }

    /// Posts a body with these headers alone, which may say of it what they like.
    pub async fn post_bare(&self, path: &str, headers: &[(String, String)], body: &[u8]) -> Reply {
        http::send("POST", self.server, path, headers, body)
            .await
            .unwrap()
    }

    /// The headers that sign a body for the sync endpoint, as of a moment.
    #[must_use]
    pub fn signature(&self, body: &[u8], moment: Moment) -> Vec<(String, String)> {
        self.signature_for(SYNC, body, moment)
    }

    /// The headers that sign a body for an endpoint, as of a moment.
    #[must_use]
    pub fn signature_for(&self, path: &str, body: &[u8], moment: Moment) -> Vec<(String, String)> {
        self.signature_by("POST", path, body, moment)
    }

    /// The same for some method and an address with its query.
    fn signature_by(
        &self,
        method: &str,
        address: &str,
        body: &[u8],
        moment: Moment,
    ) -> Vec<(String, String)> {
        let authority = self.server.to_string();
        let (path, query) = match address.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (address, None),
        };
        let parts = RequestParts {
            method,
            authority: &authority,
            path,
            query,
            body,
        };
        let parameters = SignatureParameters {
            device: self.id(),
            moment,
        };
        let headers: SignatureHeaders = sign(&parts, &parameters, &self.vault).unwrap();
        headers
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// A moment of this clock, with a nonce of its own.
    #[must_use]
    pub fn moment(&self, now_ms: i64) -> Moment {
        Moment::OwnClock {
            created_s: now_ms.div_euclid(1000),
            nonce: Nonce(self.dice.draw()),
        }
    }

    /// Sends bytes to the sync endpoint, signed.
    pub async fn send(&self, body: &[u8], now_ms: i64) -> Reply {
        let headers = self.signature(body, self.moment(now_ms));
        self.post(SYNC, &headers, body).await
    }

    /// Asks something by some method, signed.
    pub async fn ask(&self, method: &str, address: &str, body: &[u8], now_ms: i64) -> Reply {
        let mut headers = self.signature_by(method, address, body, self.moment(now_ms));
        headers.push(("content-length".to_owned(), body.len().to_string()));
        http::send(method, self.server, address, &headers, body)
            .await
            .unwrap()
    }

    /// Sends a request that the server must answer.
    pub async fn exchange(&self, request: &Request, now_ms: i64) -> Answer {
        let reply = self.send(&codec::encode(request).unwrap(), now_ms).await;
        assert_eq!(reply.outcome(), (200, String::new()));
        codec::decode(&reply.body).unwrap()
    }

    /// Everything that the server shows to this device, from the beginning.
    pub async fn pull(&self, now_ms: i64) -> Vec<PageItem> {
        let mut request = Request {
            protocol: PROTOCOL,
            schema: 1,
            ..Request::default()
        };
        let mut items = Vec::new();
        loop {
            let answer = self.exchange(&request, now_ms).await;
            items.extend(answer.page);
            match answer.next {
                doorstep_sync::message::Next::More(continuation) => {
                    request.continuation = Some(continuation)
                }
                _ => return items,
            }
        }
    }

    /// A record as the server shows it to this device.
    pub async fn document(&self, record: RecordId, now_ms: i64) -> RecordDocument {
        let snapshot = self
            .pull(now_ms)
            .await
            .into_iter()
            .find_map(|item| match item {
                PageItem::Enter {
                    document, snapshot, ..
                } if document == *record.as_bytes() => Some(snapshot),
                _ => None,
            });
        RecordDocument::load(record, Some(&snapshot.unwrap()), &[]).unwrap()
    }

    /// Edits a record and gives the change as a push.
    pub fn edit(&self, document: &mut RecordDocument, edits: &[Edit]) -> DocumentPush {
        let before = document.heads();
        document.edit(self.actor, 1_795_395_600, edits).unwrap();
        self.push(document.id(), &document.document().changes_since(&before))
    }

    /// A push of some changes, with proofs by this key whoever wrote them.
    #[must_use]
    pub fn push(&self, record: RecordId, changes: &[ParsedChange]) -> DocumentPush {
        let proof =
            |actor: Actor, last: &ParsedChange| self.prove(record, actor, last.seq(), last.hash());
        DocumentPush {
            document: *record.as_bytes(),
            changes: changes
                .iter()
                .map(|change| change.bytes().to_vec().into())
                .collect(),
            proofs: actors_in_order(changes)
                .into_iter()
                .map(|(actor, last)| proof(actor, last))
                .collect(),
        }
    }

    /// This key's proof of a change.
    #[must_use]
    pub fn prove(&self, record: RecordId, actor: Actor, seq: u64, change: ChangeHash) -> ByteVec {
        let claim = Claim {
            document: *record.as_bytes(),
            actor: &actor.0,
            seq,
            change: change.0,
        };
        ByteVec::from(
            prove(&self.vault, &claim)
                .unwrap()
                .signature
                .to_bytes()
                .to_vec(),
        )
    }

    /// A request that pushes these documents.
    #[must_use]
    pub fn request(push: Vec<DocumentPush>, cursor: Option<Cursor>) -> Request {
        Request {
            protocol: PROTOCOL,
            schema: 1,
            push,
            cursor,
            ..Request::default()
        }
    }
}
