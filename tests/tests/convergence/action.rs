//! What can happen.

use proptest::{prelude::*, sample::select};

/// One thing that happens. Numbers choose among what is there.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// A technician works on a record of his device.
    Work {
        device: usize,
        record: usize,
        deed: Deed,
    },
    /// A technician opens a record on the spot.
    Open { device: usize },
    /// The office edits a record.
    Office { record: usize, deed: OfficeDeed },
    /// A technician names who leads, himself or the other, on a record of his device.
    Lead {
        device: usize,
        record: usize,
        person: usize,
    },
    /// The office does.
    OfficeLead { record: usize, person: usize },
    /// The office opens a record for a technician.
    Job { person: usize },
    /// One message of a device's contact, a new contact if none is under way.
    Message {
        device: usize,
        fate: Fate,
        want_bytes: u32,
    },
    /// A whole contact without a fault.
    Contact { device: usize },
    /// A device hands records to another, past the server: all that the other lacks, or one to another person.
    HandOver {
        from: usize,
        to: usize,
        record: usize,
    },
    /// The other got no further than a file, and takes an old one at last.
    OldFile { which: usize },
    /// A request that was delayed reaches the server at last; nobody waits for the answer.
    LateRequest { which: usize },
    /// A device's program ends and starts again.
    RestartDevice { device: usize },
    /// Somebody wants to read a record of which only the row may be on the device.
    Fetch { device: usize, record: usize },
    /// A day passes: what was closed before it is put away with the next contact.
    Day,
    /// The server ends and starts again.
    RestartServer,
    /// The server's data is copied.
    BackUp,
    /// The server wakes up with the last copy.
    Restore,
}

/// What a technician does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Deed {
    /// A line typed at the end of a text, found again in the end.
    Note,
    /// A field that several may write while apart.
    Phone,
    /// The same for one in which the office comes first.
    Appointment,
    /// Something that happened.
    Step,
    /// A statement.
    Seal,
    /// One of two serial numbers is read off the nameplate.
    Serial,
    /// The end of a record.
    Cancel,
}

/// What the office does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum OfficeDeed {
    /// A line typed at the end of the text that technicians type into.
    Note,
    /// A field that several may write while apart.
    Appointment,
    /// Another technician, or nobody (2).
    Assign(usize),
}

/// What becomes of a message and its answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fate {
    /// Both arrive.
    Arrives,
    /// The server gets it twice; the answer to the first arrives.
    Twice,
    /// The server never gets it.
    RequestLost,
    /// The server has done everything, and the device does not hear of it.
    AnswerLost,
    /// The answer is cut off.
    AnswerCut,
    /// The device gives up, and the server gets it some time later.
    Late,
}

fn device() -> impl Strategy<Value = usize> {
    0..3_usize
}

fn deed() -> impl Strategy<Value = Deed> {
    select(vec![
        Deed::Note,
        Deed::Note,
        Deed::Phone,
        Deed::Appointment,
        Deed::Step,
        Deed::Seal,
        Deed::Serial,
        Deed::Serial,
        Deed::Cancel,
    ])
}

fn office_deed() -> impl Strategy<Value = OfficeDeed> {
    prop_oneof![
        1 => Just(OfficeDeed::Note),
        1 => Just(OfficeDeed::Appointment),
        3 => (0..3_usize).prop_map(OfficeDeed::Assign),
    ]
}

fn fate() -> impl Strategy<Value = Fate> {
    select(vec![
        Fate::Arrives,
        Fate::Arrives,
        Fate::Arrives,
        Fate::Arrives,
        Fate::Twice,
        Fate::RequestLost,
        Fate::AnswerLost,
        Fate::AnswerCut,
        Fate::Late,
    ])
}

/// Anything, and those who do a job change their lead.
pub(crate) fn any_action_with_leads() -> BoxedStrategy<Action> {
    prop_oneof![
        42 => any_action_or_restore(),
        5 => (device(), any::<prop::sample::Index>(), 0..2_usize)
            .prop_map(|(device, record, person)| Action::Lead { device, record: record.index(64), person }),
        2 => (any::<prop::sample::Index>(), 0..2_usize)
            .prop_map(|(record, person)| Action::OfficeLead { record: record.index(64), person }),
    ]
    .boxed()
}

/// Anything but what makes a server forget.
pub(crate) fn any_action() -> BoxedStrategy<Action> {
    prop_oneof![
        10 => (device(), any::<prop::sample::Index>(), deed())
            .prop_map(|(device, record, deed)| Action::Work { device, record: record.index(64), deed }),
        1 => device().prop_map(|device| Action::Open { device }),
        5 => (any::<prop::sample::Index>(), office_deed())
            .prop_map(|(record, deed)| Action::Office { record: record.index(64), deed }),
        1 => (0..2_usize).prop_map(|person| Action::Job { person }),
        14 => (device(), fate(), select(vec![0, 0, 1, 1_500]))
            .prop_map(|(device, fate, want_bytes)| Action::Message { device, fate, want_bytes }),
        3 => device().prop_map(|device| Action::Contact { device }),
        4 => (device(), device(), any::<prop::sample::Index>())
            .prop_map(|(from, to, record)| Action::HandOver { from, to, record: record.index(64) }),
        1 => any::<prop::sample::Index>().prop_map(|which| Action::OldFile { which: which.index(64) }),
        2 => any::<prop::sample::Index>().prop_map(|which| Action::LateRequest { which: which.index(64) }),
        2 => device().prop_map(|device| Action::RestartDevice { device }),
        2 => (device(), any::<prop::sample::Index>())
            .prop_map(|(device, record)| Action::Fetch { device, record: record.index(64) }),
        4 => Just(Action::Day),
        1 => Just(Action::RestartServer),
    ]
    .boxed()
}

/// Anything.
pub(crate) fn any_action_or_restore() -> BoxedStrategy<Action> {
    prop_oneof![
        42 => any_action(),
        2 => Just(Action::BackUp),
        2 => Just(Action::Restore),
    ]
    .boxed()
}
