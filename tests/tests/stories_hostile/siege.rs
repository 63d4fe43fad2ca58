//! The office, an honest colleague, and a device in bad hands.

use std::sync::Arc;

use doorstep_domain::{
    ids::RecordId,
    record::{Field, FieldValue, TextName},
};
use doorstep_evidence::vault::SoftwareVault;
use doorstep_replica::{Edit, RecordDocument, TextEdit};
use doorstep_sync::message::{Ack, Answer, DocumentPush, PageItem};
use doorstep_tests::{FieldDevice, Fleet, Job, Stranger, visit};

/// The person whose device attacks.
pub(crate) const MALLORY: &str = "mallory";

/// A server under attack.
pub(crate) struct Siege {
    pub(crate) fleet: Fleet,
    /// The colleague, and a record of his.
    pub(crate) ben: Arc<FieldDevice>,
    bens_job: Job,
    /// Mallory's device.
    pub(crate) mallory: Stranger,
    /// The record of Mallory's that is attacked, as the office opened it.
    pub(crate) job: Job,
    pub(crate) record: RecordDocument,
    /// Another record of Mallory's, for honest work beside each attack.
    honest: RecordDocument,
}

impl Siege {
    /// An office with Ben and Mallory, each with work to do.
    pub(crate) async fn open() -> Self {
        let fleet = Fleet::open().await;
        let mallory = Stranger::new(fleet.office.address(), fleet.dice());
        Self::of(fleet, mallory, MALLORY).await
    }

    /// As [`Siege::open`], by somebody else and with a certain key.
    pub(crate) async fn by(vault: SoftwareVault, person: &str) -> Self {
        let fleet = Fleet::open().await;
        let mallory = Stranger::with_key(vault, fleet.office.address(), fleet.dice());
        Self::of(fleet, mallory, person).await
    }

    async fn of(fleet: Fleet, mallory: Stranger, person: &str) -> Self {
        let [ben] = fleet.devices(["ben"]).await;
        let bens_job = fleet.office.job("ben").await;
        enrol(&fleet, &mallory, person).await;
        let job = fleet.office.job(person).await;
        let honest = fleet.office.job(person).await;
        let now_ms = fleet.office.clock().shown_ms();
        Self {
            ben,
            bens_job,
            record: mallory.document(job.record, now_ms).await,
            honest: mallory.document(honest.record, now_ms).await,
            mallory,
            job,
            fleet,
        }
    }

    /// The server's clock.
    pub(crate) fn now_ms(&self) -> i64 {
        self.fleet.office.clock().shown_ms()
    }

    /// Sends a push together with honest work on another record. That work is taken, and the pull is answered: the
    /// answer brings every record that Mallory may see, each as the office has it.
    pub(crate) async fn send(&mut self, push: DocumentPush) -> (Ack, Answer) {
        let before = self.fleet.office.heads(self.honest.id());
        let honest = self.mallory.edit(&mut self.honest, &[typed("又响了一次")]);
        let request = Stranger::request(vec![push, honest], None);
        let answer = self.mallory.exchange(&request, self.now_ms()).await;
        assert_eq!(
            answer.acks[1],
            Ack::Accepted,
            "honest work beside the attack"
        );
        let office = &self.fleet.office;
        assert_ne!(before, self.honest.heads());
        assert_eq!(office.heads(self.honest.id()), self.honest.heads());
        let entered: Vec<_> = answer.page.iter().filter_map(entered).collect();
        assert!(!entered.is_empty(), "the pull of the same request");
        for (record, heads) in entered {
            assert_eq!(heads, office.heads(record), "{record} as it is sent");
        }
        (answer.acks[0].clone(), answer)
    }

    /// The push is refused and lies in quarantine whole, with the code that this gives; the record stays as it was.
    pub(crate) async fn refused(&mut self, push: DocumentPush) -> String {
        let record = RecordId::from_slice(&push.document).unwrap();
        let heads = self.fleet.office.heads(record);
        let kept = self.fleet.office.quarantined().len();
        let bytes = minicbor::to_vec(&push).unwrap();
        let (ack, _) = self.send(push).await;
        let Ack::Refused { code, .. } = ack else {
            panic!("the attack was not refused but answered {ack:?}");
        };
        let office = &self.fleet.office;
        assert_eq!(office.heads(record), heads, "{code}: nothing of it came in");
        let quarantined = office.quarantined();
        assert_eq!(quarantined.len(), kept + 1, "{code}: kept for people");
        let newest = &quarantined[0];
        assert_eq!(
            (&newest.code, newest.device, newest.document),
            (&code, self.mallory.id(), Some(record))
        );
        assert_eq!(self.kept_bytes(newest.id), bytes, "{code}: kept as it came");
        code
    }

    /// As [`Siege::refused`], with this code.
    pub(crate) async fn assert_refused(&mut self, push: DocumentPush, code: &str) {
        assert_eq!(self.refused(push).await, code);
    }

    /// What lies in quarantine under a number.
    pub(crate) fn kept_bytes(&self, id: i64) -> Vec<u8> {
        self.fleet.office.read(|connection| {
            let sql = "SELECT bytes FROM quarantine WHERE id = ?1";
            connection.query_row(sql, [id], |row| row.get(0)).unwrap()
        })
    }

    /// The push is taken.
    pub(crate) async fn assert_taken(&mut self, push: DocumentPush) {
        let (ack, _) = self.send(push).await;
        assert_eq!(ack, Ack::Accepted);
    }

    /// Nobody noticed: Ben does a whole visit on his own record; then the attacked one is handed to him, and he does
    /// one there, too. Everybody agrees in the end.
    pub(crate) async fn assert_unharmed(self) {
        let Self {
            fleet,
            ben,
            bens_job,
            job,
            ..
        } = self;
        ben.sync().await;
        ben.work(visit::whole(&bens_job.number)).await;
        fleet.office.assign(job.record, "ben").await;
        fleet.settle().await;
        ben.work(visit::whole(&job.number)).await;
        fleet.settle().await;
        fleet.assert_agreed();
        assert_eq!(ben.records().len(), 2);
    }
}

/// Enrols a stranger as a device of a technician, who is added if he is new.
pub(crate) async fn enrol(fleet: &Fleet, stranger: &Stranger, person: &str) {
    fleet.office.technician(person).await;
    let invitation = fleet.office.invitation(person).await;
    let reply = stranger.enrol(&invitation).await;
    assert_eq!(reply.outcome(), (200, String::new()));
}

fn entered(item: &PageItem) -> Option<(RecordId, Vec<doorstep_replica::ChangeHash>)> {
    match item {
        PageItem::Enter {
            document, snapshot, ..
        } => {
            let record = RecordId::from_slice(document).unwrap();
            let document = RecordDocument::load(record, Some(snapshot), &[]).unwrap();
            Some((record, document.heads()))
        }
        _ => None,
    }
}

/// A line at the end of the symptom.
pub(crate) fn typed(words: &str) -> Edit {
    Edit::Text(TextName::Symptom, TextEdit::Append(words.to_owned()))
}

/// A field's words.
pub(crate) fn words(field: Field, words: &str) -> Edit {
    Edit::Field(field, FieldValue::from(words))
}
