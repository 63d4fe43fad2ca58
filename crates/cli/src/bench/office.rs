//! An office with many records, behind a real server.
//!
//! The records come in the way everything comes in: pushed by a device, through the gate, each with a history of its
//! own and the proofs of its three authors.

use std::{num::NonZero, ops::Range, path::Path, thread};

use doorstep_domain::{
    ids::{PersonId, RecordId},
    rights::Role,
};
use doorstep_evidence::{
    certificate::certificate_request,
    proof::{Claim, prove},
    vault::{DeviceVault as _, SoftwareVault},
};
use doorstep_replica::{Actor, ParsedChange, RecordDocument};
use doorstep_server::{
    authenticate::SignedDevice,
    environment::Environment,
    organisation::{EnrolmentRequest, Invitation, NewPerson, Organisation},
    replication::Replication,
    serve::{ServeOptions, serve_until},
    store::StoreOptions,
};
use doorstep_sync::{
    gate::actors_in_order,
    message::{Ack, DocumentPush, PROTOCOL, Request},
};
use tokio::{sync::oneshot, task::JoinHandle};

use super::{
    BenchError,
    history::{Cast, history},
};
use crate::sample_history::rows::SampleRows;

const TECHNICIAN: &str = "t-01";
/// Records of one push.
const PUSHED_AT_ONCE: usize = 50;
/// Records that are held in memory at once.
const MADE_AT_ONCE: usize = 500;

/// An office that is founded and not served yet.
pub(super) struct Office {
    /// For the device of the run, a third one of the technician.
    pub(super) invitation: Invitation,
    /// The bytes that `save` gives for all records together.
    pub(super) snapshot_bytes: u64,
}

/// Who writes, and with which keys.
struct Writers {
    cast: Cast,
    phone: (SoftwareVault, SignedDevice),
    tablet: SoftwareVault,
}

/// A record as it is pushed.
struct Made {
    record: RecordId,
    changes: Vec<ParsedChange>,
}

/// How long the office lets devices keep closed records: longer than the oldest is old.
const CLOSED_DAYS: u32 = 1_000;

/// Founds an office with so many records.
pub(super) async fn found(folder: &Path, records: usize) -> Result<Office, BenchError> {
    let environment = Environment::of_this_machine();
    let options = StoreOptions::default();
    let organisation = Organisation::create(folder, "样例家电服务", options, environment).await?;
    let technician = PersonId(TECHNICIAN.to_owned());
    let new = NewPerson {
        person: technician.clone(),
        name: "样例技师".to_owned(),
        role: Role::Technician,
    };
    organisation.add_person(new).await?;
    // The histories are up to four hundred days old: what is measured is a device that holds them all.
    organisation.keep_closed_for(CLOSED_DAYS).await?;
    let writers = Writers::enrol(&organisation, &technician).await?;
    let invitation = organisation
        .invite_device(technician, Some("bench".to_owned()))
        .await?;

    let rows = SampleRows::read()?;
    let replication = Replication::new(organisation);
    for first in (0..records).step_by(MADE_AT_ONCE) {
        let made = make(
            &writers.cast,
            &rows,
            first..records.min(first + MADE_AT_ONCE),
        )?;
        push(&replication, &writers, &made).await?;
    }
    let snapshot_bytes: i64 = replication
        .organisation()
        .store()
        .read(|connection| {
            let count = "SELECT sum(length(snapshot)) FROM document";
            Ok::<_, BenchError>(connection.query_row(count, [], |row| row.get(0))?)
        })
        .await?;
    replication.organisation().writer().close().await;
    Ok(Office {
        invitation,
        snapshot_bytes: snapshot_bytes.cast_unsigned(),
    })
}

impl Writers {
    async fn enrol(organisation: &Organisation, technician: &PersonId) -> Result<Self, BenchError> {
        let draw = || {
            organisation
                .environment()
                .draw::<32>()
                .map_err(|_| BenchError::Unexpected("randomness"))
        };
        let phone = SoftwareVault::generate(draw()?)?;
        let tablet = SoftwareVault::generate(draw()?)?;
        for (vault, name) in [(&phone, "phone"), (&tablet, "tablet")] {
            let invitation = organisation.invite_device(technician.clone(), None).await?;
            let request = EnrolmentRequest {
                code: invitation.code.as_text().to_owned(),
                certificate_request: certificate_request(vault, name)?,
                device_name: name.to_owned(),
            };
            organisation.enrol(request).await?;
        }
        let actor = |vault: &SoftwareVault, run: u8| {
            Ok::<_, BenchError>(Actor::new(vault.public_key()?.device_id(), [run; 8]))
        };
        let cast = Cast {
            office: Actor::new(organisation.office().device(), organisation.office().run()),
            phone: actor(&phone, 1)?,
            tablet: actor(&tablet, 2)?,
            technician: technician.clone(),
        };
        let sender = SignedDevice {
            device: phone.public_key()?.device_id(),
            person: technician.clone(),
            role: Role::Technician,
            revoked: false,
        };
        Ok(Self {
            cast,
            phone: (phone, sender),
            tablet,
        })
    }

    /// The author's proofs of a record's changes, in the order of their actors.
    fn prove(
        &self,
        organisation: &Organisation,
        record: RecordId,
        changes: &[ParsedChange],
    ) -> Result<Vec<[u8; 64]>, BenchError> {
        let proof = |(actor, last): (Actor, &ParsedChange)| {
            let vault = if actor == self.cast.office {
                organisation.office().vault()
            } else if actor == self.cast.phone {
                &self.phone.0
            } else {
                &self.tablet
            };
            let claim = Claim {
                document: *record.as_bytes(),
                actor: &actor.0,
                seq: last.seq(),
                change: last.hash().0,
            };
            Ok(prove(vault, &claim)?.signature.to_bytes())
        };
        actors_in_order(changes).into_iter().map(proof).collect()
    }
}

/// Makes some records, on all processors.
fn make(cast: &Cast, rows: &SampleRows, places: Range<usize>) -> Result<Vec<Made>, BenchError> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let some = |first: usize| {
        let places = places.clone().skip(first).step_by(workers);
        places
            .map(|place| Ok(of(&history(cast, rows, place)?)))
            .collect::<Result<Vec<_>, BenchError>>()
    };
    let made = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers)
            .map(|first| scope.spawn(move || some(first)))
            .collect();
        let join = |worker: thread::ScopedJoinHandle<'_, _>| {
            worker
                .join()
                .unwrap_or(Err(BenchError::Unexpected("a thread")))
        };
        workers.into_iter().map(join).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(made.into_iter().flatten().collect())
}

fn of(document: &RecordDocument) -> Made {
    Made {
        record: document.id(),
        changes: document.document().changes_since(&[]),
    }
}

/// Pushes records through the gate.
async fn push(
    replication: &Replication,
    writers: &Writers,
    made: &[Made],
) -> Result<(), BenchError> {
    for some in made.chunks(PUSHED_AT_ONCE) {
        let pushes = some.iter().map(|made| {
            let proofs = writers.prove(replication.organisation(), made.record, &made.changes)?;
            Ok(DocumentPush {
                document: *made.record.as_bytes(),
                changes: made
                    .changes
                    .iter()
                    .map(|change| change.bytes().to_vec().into())
                    .collect(),
                proofs: proofs
                    .into_iter()
                    .map(|proof| proof.to_vec().into())
                    .collect(),
            })
        });
        // One byte is wanted of the page: what is on the server is not what is asked for.
        let request = Request {
            protocol: PROTOCOL,
            push: pushes.collect::<Result<_, BenchError>>()?,
            want_bytes: 1,
            ..Request::default()
        };
        let answer = replication
            .exchange(writers.phone.1.clone(), request)
            .await?;
        if answer.acks.len() != some.len() || answer.acks.iter().any(|ack| *ack != Ack::Accepted) {
            return Err(BenchError::Unexpected("the gate's word on a record"));
        }
    }
    Ok(())
}

/// A running server.
pub(super) struct Server {
    /// Where it listens.
    pub(super) address: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), doorstep_server::serve::ServeError>>,
}

impl Server {
    /// Serves an office on this machine. `public_url` is where devices reach it.
    pub(super) async fn start(folder: &Path, public_url: &str) -> Result<Self, BenchError> {
        let options = ServeOptions {
            data: folder.to_owned(),
            listen: ([127, 0, 0, 1], 0).into(),
            public_url: Some(public_url.to_owned()),
            store: StoreOptions::default(),
            environment: Environment::of_this_machine(),
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let (listening, heard) = oneshot::channel();
        let serving = tokio::spawn(async move {
            let tell = |address| _ = listening.send(address);
            // Nobody left to stop it is a reason to stop as well.
            serve_until(options, tell, async move { drop(stopped.await) }).await
        });
        match heard.await {
            Ok(address) => Ok(Self {
                address,
                stop,
                serving,
            }),
            Err(_) => {
                serving
                    .await
                    .map_err(|_| BenchError::Unexpected("the server"))??;
                Err(BenchError::Unexpected("the server"))
            }
        }
    }

    /// Stops it, once everything that was begun is done.
    pub(super) async fn stop(self) -> Result<(), BenchError> {
        _ = self.stop.send(());
        Ok(self
            .serving
            .await
            .map_err(|_| BenchError::Unexpected("the server"))??)
    }
}
