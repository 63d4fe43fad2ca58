//! What honest devices make comes in: three devices that work, meet, restart and push in any order.

use doorstep_domain::record::{Field, FieldValue, TextName, What};
use doorstep_replica::{Edit, ParsedChange, RecordDocument, TextEdit};
use proptest::prelude::*;

use super::{
    super::Outcome,
    world::{
        Device, Server, desk, entry, entry_id, phone, push_of, record_id, server, tablet, words,
    },
};

/// One step of the day. Places and choices are taken modulo what there is.
#[derive(Debug, Clone)]
enum Step {
    /// A device makes one change of some edits.
    Edit(usize, Vec<Choice>),
    /// One device reads what another has.
    Meet { from: usize, to: usize },
    /// A device reads what the server has.
    Pull(usize),
    /// A device pushes some of its unsent changes, perhaps not from the first one on.
    Push {
        from: usize,
        first: usize,
        count: usize,
    },
    /// A device's program is started again.
    Restart(usize, [u8; 8]),
}

#[derive(Debug, Clone)]
enum Choice {
    Field(usize, usize),
    Type(usize, usize, String),
    Erase(usize, usize, usize),
    Rewrite(usize, String),
    Entry(usize),
}

fn choice() -> impl Strategy<Value = Choice> {
    let words = "[a-c长短\n👍e\u{301}]{0,12}";
    prop_oneof![
        3 => (any::<usize>(), any::<usize>()).prop_map(|(field, value)| Choice::Field(field, value)),
        3 => (any::<usize>(), any::<usize>(), words).prop_map(|(text, at, typed)| Choice::Type(text, at, typed)),
        2 => (any::<usize>(), any::<usize>(), 0..6_usize).prop_map(|(text, at, erase)| Choice::Erase(text, at, erase)),
        1 => (any::<usize>(), words).prop_map(|(text, typed)| Choice::Rewrite(text, typed)),
        2 => any::<usize>().prop_map(Choice::Entry),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let device = 0..3_usize;
    prop_oneof![
        6 => (device.clone(), prop::collection::vec(choice(), 1..5)).prop_map(|(device, choices)| Step::Edit(device, choices)),
        2 => (device.clone(), device.clone()).prop_map(|(from, to)| Step::Meet { from, to }),
        1 => device.clone().prop_map(Step::Pull),
        3 => (device.clone(), 0..4_usize, 1..6_usize).prop_map(|(from, first, count)| Step::Push { from, first, count }),
        1 => (device, any::<[u8; 8]>()).prop_map(|(device, random)| Step::Restart(device, random)),
    ]
}

/// A device at work.
struct Worker {
    device: Device,
    record: RecordDocument,
    unsent: Vec<ParsedChange>,
}

struct Day {
    server: Server,
    workers: [Worker; 3],
    entries: u8,
    missing: usize,
}

impl Day {
    fn begin() -> Self {
        let (server, record) = server();
        let workers = [desk(), phone(), tablet()].map(|device| Worker {
            device: device.restarted([3; 8]),
            record: record.clone(),
            unsent: Vec::new(),
        });
        Self {
            server,
            workers,
            entries: 0,
            missing: 0,
        }
    }

    fn go(&mut self, step: &Step) {
        match step {
            Step::Edit(worker, choices) => self.edit(*worker, choices),
            Step::Meet { from, to } => {
                let from = self.workers[*from].record.clone();
                self.workers[*to].read(&from);
            }
            Step::Pull(worker) => {
                let from = self.server.record();
                self.workers[*worker].read(&from);
            }
            Step::Push { from, first, count } => self.push(*from, *first, *count),
            Step::Restart(worker, random) => {
                let worker = &mut self.workers[*worker];
                worker.device.actor = doorstep_replica::Actor::new(worker.device.id, *random);
            }
        }
    }

    fn edit(&mut self, worker: usize, choices: &[Choice]) {
        for choice in choices {
            if matches!(choice, Choice::Entry(_)) {
                self.entries += 1;
            }
        }
        let last_entry = self.entries;
        let worker = &mut self.workers[worker];
        let mut id = last_entry;
        let edits: Vec<_> = choices
            .iter()
            .map(|choice| {
                let edit = worker.choose(choice, id);
                id -= u8::from(matches!(choice, Choice::Entry(_)));
                edit
            })
            .collect();
        // Two edits of one text in one change: the second was planned on what stood before the first, and is not
        // always possible. What is made is honest; what is not made is not sent.
        if let Ok(Some(made)) = worker.record.clone().edit(worker.device.actor, 7, &edits) {
            let again = worker.record.edit(worker.device.actor, 7, &edits);
            assert_eq!(again.unwrap().unwrap().change.hash(), made.change.hash());
            worker.unsent.push(made.change);
        }
    }

    fn push(&mut self, from: usize, first: usize, count: usize) {
        let unsent = &self.workers[from].unsent;
        let first = first.min(unsent.len());
        let changes = &unsent[first..unsent.len().min(first + count)];
        if changes.is_empty() {
            return;
        }
        match self.server.take(&push_of(changes, &all())) {
            Ok(Outcome::Admitted(_) | Outcome::Duplicate) => {
                let held = changes.len();
                self.workers[from].unsent.drain(first..first + held);
            }
            Ok(Outcome::MissingDependencies) => {
                self.missing += 1;
                self.push_whole(from);
            }
            Err(refusal) => panic!("honest work is let in: {refusal}"),
        }
    }

    fn push_whole(&mut self, from: usize) {
        let worker = &mut self.workers[from];
        let everything = worker.record.document().changes_since(&[]);
        let outcome = self.server.take(&push_of(&everything, &all()));
        assert!(
            matches!(outcome, Ok(Outcome::Admitted(_) | Outcome::Duplicate)),
            "a whole document misses nothing: {outcome:?}"
        );
        worker.unsent.clear();
    }

    fn end(mut self) -> usize {
        for worker in 0..3 {
            self.push_whole(worker);
        }
        let everything = self.server.record();
        for worker in &mut self.workers {
            worker.read(&everything);
            assert_eq!(worker.record.heads(), self.server.heads());
        }
        self.missing
    }
}

fn all() -> [&'static Device; 3] {
    static ALL: std::sync::OnceLock<[Device; 3]> = std::sync::OnceLock::new();
    ALL.get_or_init(|| [desk(), phone(), tablet()]).each_ref()
}

impl Worker {
    fn read(&mut self, from: &RecordDocument) {
        let changes = from.document().changes_since(&self.record.heads());
        let (document, _) = self.record.document().admit(&changes, 1 << 20).unwrap();
        self.record = RecordDocument::of(record_id(), document);
    }

    fn choose(&self, choice: &Choice, id: u8) -> Edit {
        let text = |choice: &usize| TextName::ALL[choice % TextName::ALL.len()];
        let length = |text| self.record.document().text(text, None).chars().count();
        match choice {
            Choice::Field(field, value) => {
                let fields = self.fields();
                let (field, values) = &fields[field % fields.len()];
                values
                    .get(value % (values.len() + 1))
                    .map_or(Edit::Field(*field, FieldValue::Empty), |value| {
                        words(*field, value)
                    })
            }
            Choice::Type(name, at, typed) => {
                let at = at % (length(text(name)) + 1);
                let typed = typed.clone();
                Edit::Text(
                    text(name),
                    TextEdit::Splice {
                        at,
                        erase: 0,
                        typed,
                    },
                )
            }
            Choice::Erase(name, at, erase) => {
                let length = length(text(name));
                let at = at % (length + 1);
                let erase = (*erase).min(length - at);
                let typed = String::new();
                Edit::Text(text(name), TextEdit::Splice { at, erase, typed })
            }
            Choice::Rewrite(name, typed) => {
                Edit::Text(text(name), TextEdit::Rewrite(typed.clone()))
            }
            Choice::Entry(kind) => Edit::Entry(entry_id(id), entry(&self.device, self.what(*kind))),
        }
    }

    fn is_office(&self) -> bool {
        self.device.id == desk().id
    }

    fn fields(&self) -> Vec<(Field, &'static [&'static str])> {
        let mut fields: Vec<(Field, &[&str])> = vec![
            (Field::UnitSerial, &["SN-1", "SN-2", "SN-3"]),
            (Field::CustomerName, &["王秀英", "李建国"]),
            (Field::Language, &["en", "zh-CN"]),
            (
                Field::Appointment,
                &["2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00"],
            ),
            (Field::PurchasedOn, &["2025-01-31"]),
            (Field::PayerClass, &["in_warranty", "contract"]),
        ];
        if self.is_office() {
            fields.push((Field::Assignee, &["t-li", "t-zhang"]));
            fields.push((Field::OfficeNote, &["请带梯子", "二楼"]));
        }
        fields
    }

    fn what(&self, kind: usize) -> What {
        let reason = "用户要求".to_owned();
        match kind % 4 {
            0 => What::Cancelled {
                reason,
                duplicate_of: None,
            },
            1 => What::Void {
                entry: entry_id(1),
                reason,
            },
            _ if self.is_office() => What::Settled {
                field: Field::Language,
                value: FieldValue::from("en"),
                reason,
            },
            2 => What::RepairDone { works: true },
            _ => What::Report {
                note: reason,
                covers: Vec::new(),
            },
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_honest_devices_make_in_a_day_comes_in(
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut day = Day::begin();
        for step in &steps {
            day.go(step);
        }
        day.end();
    }
}

#[test]
fn changes_that_come_before_those_they_depend_on_come_in_with_the_whole_document() {
    let mut day = Day::begin();
    for serial in 0..3 {
        day.go(&Step::Edit(1, vec![Choice::Field(0, serial)]));
    }
    day.go(&Step::Push {
        from: 1,
        first: 1,
        count: 1,
    });
    assert_eq!(day.end(), 1);
}
