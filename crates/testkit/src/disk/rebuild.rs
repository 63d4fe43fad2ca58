//! What a power cut may leave: files built again from the log, with every unsynced write in doubt.
//!
//! The model: what was synced is there. Of each unsynced write nothing, everything, the first sectors or any of its
//! sectors may be there; an unsynced truncation may or may not have happened. After a sync that failed this stays so
//! for ever. What a name means is certain after a sync of its folder; before that it may still mean any earlier file,
//! a deleted one included. SQLite's assumption of "powersafe overwrite" is kept: bytes that a write did not touch
//! never change.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use fastrand::Rng;

use super::record::{Change, Entry, FileId, Recording, overwrite};

/// The unit in which a disk writes, and tears, in bytes.
const SECTOR_BYTES: usize = 512;

/// How much of what was not synced is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Each unsynced write has its own seeded fate, torn sectors included.
    Torn,
    /// All of it: the disk drops whatever was not synced. One image a point.
    Everything,
}

/// The files as a power cut has left them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrashImage {
    /// How many operations and marks of the recording came before the cut.
    pub point: usize,
    /// Which of the images of this point; with the seed and the point it gives the same fates again.
    pub variant: u32,
    /// The numbers that were confirmed before the cut.
    pub acknowledged: Vec<u64>,
    /// A hash of the fates that were drawn.
    pub fates: u64,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl CrashImage {
    /// Writes the files into `folder`, so that a normal connection can open them.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_into(&self, folder: &Path) -> io::Result<()> {
        for (path, content) in &self.files {
            let target = folder.join(path);
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(target, content)?;
        }
        Ok(())
    }
}

/// Goes through a recording and builds images, deterministic from its seed.
#[derive(Debug)]
pub struct CrashImages<'a> {
    recording: &'a Recording,
    seed: u64,
    loss: Loss,
    /// How many images to build at each point, the last one being the end.
    visits: Vec<u32>,
    platter: Platter<'a>,
    acknowledged: Vec<u64>,
    point: usize,
    variant: u32,
}

impl<'a> CrashImages<'a> {
    /// About `images` images over the whole recording: one at each point, and further ones where something is unsynced;
    /// if there are more points than images, a seeded choice of the points.
    #[must_use]
    pub fn throughout(recording: &'a Recording, seed: u64, images: usize, loss: Loss) -> Self {
        Self::new(recording, seed, loss, spread(recording, seed, images, loss))
    }

    /// Up to `images` images of a cut after the whole recording.
    #[must_use]
    pub fn at_end(recording: &'a Recording, seed: u64, images: u32, loss: Loss) -> Self {
        let mut platter = Platter::default();
        for entry in recording.entries() {
            platter.apply(recording, entry);
        }
        let settled = loss == Loss::Everything || platter.is_settled();
        let mut visits = vec![0; recording.len()];
        visits.push(if settled { images.min(1) } else { images });
        Self::new(recording, seed, loss, visits)
    }

    fn new(recording: &'a Recording, seed: u64, loss: Loss, visits: Vec<u32>) -> Self {
        let (platter, acknowledged) = (Platter::default(), Vec::new());
        Self {
            recording,
            seed,
            loss,
            visits,
            platter,
            acknowledged,
            point: 0,
            variant: 0,
        }
    }

    fn build(&self) -> CrashImage {
        let mut choice = Choice::new(self.seed, self.point, self.variant, self.loss);
        let files = self.platter.files_after_cut(&mut choice);
        let (point, variant, fates) = (self.point, self.variant, choice.drawn.finish());
        CrashImage {
            point,
            variant,
            acknowledged: self.acknowledged.clone(),
            fates,
            files,
        }
    }
}

impl Iterator for CrashImages<'_> {
    type Item = CrashImage;

    fn next(&mut self) -> Option<CrashImage> {
        loop {
            if self.variant < *self.visits.get(self.point)? {
                let image = self.build();
                self.variant += 1;
                return Some(image);
            }
            let entry = self.recording.entries().get(self.point)?;
            self.platter.apply(self.recording, entry);
            if let Entry::Acknowledged(number) = entry {
                self.acknowledged.push(*number);
            }
            self.point += 1;
            self.variant = 0;
        }
    }
}

/// How many images to build at each point.
fn spread(recording: &Recording, seed: u64, images: usize, loss: Loss) -> Vec<u32> {
    let points = recording.len() + 1;
    let mut rng = Rng::with_seed(seed);
    if images < points {
        // Not each k-th point: a workload is periodic, and a stride would always meet the same step of it.
        let mut visits = vec![0; points];
        for point in rng.choose_multiple(0..points, images) {
            if let Some(visit) = visits.get_mut(point) {
                *visit = 1;
            }
        }
        return visits;
    }
    let mut visits = vec![1; points];
    if loss == Loss::Everything {
        return visits;
    }
    let mut platter = Platter::default();
    let mut unsettled = Vec::new();
    for (index, entry) in recording.entries().iter().enumerate() {
        platter.apply(recording, entry);
        if !platter.is_settled() {
            unsettled.push(index + 1);
        }
    }
    for point in unsettled.iter().cycle().take(if unsettled.is_empty() {
        0
    } else {
        images - points
    }) {
        if let Some(visit) = visits.get_mut(*point) {
            *visit += 1;
        }
    }
    visits
}

/// What is certain about a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Unsynced,
    /// A sync of it failed: no later sync makes it certain.
    Doubtful,
    Certain,
}

#[derive(Debug, Default)]
struct Content<'a> {
    settled: Vec<u8>,
    /// With the position in the log.
    pending: Vec<(usize, &'a Change, Fate)>,
}

impl Content<'_> {
    fn synced(&mut self, succeeded: bool) {
        let becomes = if succeeded {
            Fate::Certain
        } else {
            Fate::Doubtful
        };
        for (_, _, fate) in self
            .pending
            .iter_mut()
            .filter(|(_, _, fate)| *fate == Fate::Unsynced)
        {
            *fate = becomes;
        }
        // What follows a doubtful change may lie over it and has to wait its turn.
        let certain = self
            .pending
            .iter()
            .take_while(|(_, _, fate)| *fate == Fate::Certain)
            .count();
        for (_, change, _) in self.pending.drain(..certain) {
            change.apply(&mut self.settled);
        }
    }
}

/// What a name in a folder means.
#[derive(Debug, Default)]
struct Name {
    settled: Option<FileId>,
    /// What it was made to mean since then, in order.
    later: Vec<Option<FileId>>,
}

/// The disk: what is on it for certain, and what may be.
#[derive(Debug, Default)]
struct Platter<'a> {
    files: BTreeMap<FileId, Content<'a>>,
    names: BTreeMap<PathBuf, Name>,
    applied: usize,
}

impl<'a> Platter<'a> {
    fn apply(&mut self, recording: &Recording, entry: &'a Entry) {
        self.applied += 1;
        match entry {
            Entry::Found { file, content } => {
                self.name(recording.path(*file)).settled = Some(*file);
                self.files.insert(
                    *file,
                    Content {
                        settled: content.clone(),
                        pending: Vec::new(),
                    },
                );
            }
            Entry::Created { file } => {
                self.name(recording.path(*file)).later.push(Some(*file));
                self.files.insert(*file, Content::default());
            }
            Entry::Changed { file, change } => {
                let at = self.applied;
                if let Some(content) = self.files.get_mut(file) {
                    content.pending.push((at, change, Fate::Unsynced));
                }
            }
            Entry::Synced { file, folder } => {
                if let Some(content) = self.files.get_mut(file) {
                    content.synced(true);
                }
                if *folder {
                    self.settle_names(recording.path(*file).parent());
                }
            }
            Entry::SyncFailed { file } => {
                if let Some(content) = self.files.get_mut(file) {
                    content.synced(false);
                }
            }
            Entry::Deleted {
                path,
                durable: true,
            } => *self.name(path) = Name::default(),
            Entry::Deleted {
                path,
                durable: false,
            } => self.name(path).later.push(None),
            Entry::Acknowledged(_) => {}
        }
    }

    fn name(&mut self, path: &Path) -> &mut Name {
        self.names.entry(path.to_owned()).or_default()
    }

    fn settle_names(&mut self, folder: Option<&Path>) {
        for (_, name) in self
            .names
            .iter_mut()
            .filter(|(path, _)| path.parent() == folder)
        {
            if let Some(last) = name.later.drain(..).next_back() {
                name.settled = last;
            }
        }
    }

    /// Whether a power cut would leave no choice.
    fn is_settled(&self) -> bool {
        self.names.values().all(|name| {
            let file = name.settled.and_then(|file| self.files.get(&file));
            name.later.is_empty() && file.is_none_or(|content| content.pending.is_empty())
        })
    }

    fn files_after_cut(&self, choice: &mut Choice) -> BTreeMap<PathBuf, Vec<u8>> {
        choice.begin(self);
        let mut files = BTreeMap::new();
        for (path, name) in &self.names {
            let Some(content) = choice.meaning(name).and_then(|file| self.files.get(&file)) else {
                continue;
            };
            let mut bytes = content.settled.clone();
            for (at, change, fate) in &content.pending {
                match fate {
                    Fate::Certain => change.apply(&mut bytes),
                    Fate::Unsynced | Fate::Doubtful => choice.apply(*at, change, &mut bytes),
                }
            }
            files.insert(path.clone(), bytes);
        }
        files
    }
}

/// What an image is like as a whole. Were all fates drawn alike, a cut after many unsynced writes would always be
/// a mess, and the nearly whole images that only a careful reader refuses would never come up.
#[derive(Debug, Clone, Copy)]
enum Mood {
    Even,
    MostlyKept,
    MostlyLost,
    /// Whole before the cut in the log, torn at it, lost after it.
    InOrder {
        cut: usize,
    },
}

/// The seeded choices of one image.
struct Choice {
    rng: Rng,
    loss: Loss,
    mood: Mood,
    drawn: DefaultHasher,
}

impl Choice {
    fn new(seed: u64, point: usize, variant: u32, loss: Loss) -> Self {
        let mut hasher = DefaultHasher::new();
        (seed, point, variant).hash(&mut hasher);
        Self {
            rng: Rng::with_seed(hasher.finish()),
            loss,
            mood: Mood::Even,
            drawn: DefaultHasher::new(),
        }
    }

    fn draw(&mut self, below: usize) -> usize {
        let drawn = self.rng.usize(..below.max(1));
        drawn.hash(&mut self.drawn);
        drawn
    }

    fn begin(&mut self, platter: &Platter<'_>) {
        if self.loss == Loss::Everything {
            return;
        }
        self.mood = match self.draw(4) {
            0 => Mood::Even,
            1 => Mood::MostlyKept,
            2 => Mood::MostlyLost,
            _ => {
                let pending = platter.files.values().flat_map(|content| &content.pending);
                let first = pending
                    .map(|(at, _, _)| *at)
                    .min()
                    .unwrap_or(platter.applied);
                Mood::InOrder {
                    cut: first + self.draw(platter.applied + 1 - first),
                }
            }
        };
    }

    /// Which file a name means after the cut.
    fn meaning(&mut self, name: &Name) -> Option<FileId> {
        if self.loss == Loss::Everything || name.later.is_empty() {
            return name.settled;
        }
        match self.draw(name.later.len() + 1).checked_sub(1) {
            None => name.settled,
            Some(later) => name.later.get(later).copied().flatten(),
        }
    }

    /// Applies a change that is not certain, or part of it, or nothing.
    fn apply(&mut self, at: usize, change: &Change, bytes: &mut Vec<u8>) {
        if self.loss == Loss::Everything {
            return;
        }
        // Of 16: below the first lost, below the second whole, below the third a prefix, else any sectors.
        let (lost, whole, prefix) = match self.mood {
            Mood::Even => (4, 8, 12),
            Mood::MostlyKept => (1, 14, 15),
            Mood::MostlyLost => (13, 14, 15),
            Mood::InOrder { cut } if at < cut => (0, 16, 16),
            Mood::InOrder { cut } if at > cut => (16, 16, 16),
            Mood::InOrder { .. } => (0, 0, 8),
        };
        let drawn = self.draw(16);
        match change {
            _ if drawn < lost => {}
            // A truncation is one step of the file system: it cannot tear.
            Change::Truncate { .. } => change.apply(bytes),
            Change::Write { .. } if drawn < whole => change.apply(bytes),
            Change::Write { offset, data } => {
                let sectors = sectors(*offset, data);
                let kept = if drawn < prefix {
                    Some(self.draw(sectors.len()))
                } else {
                    None
                };
                for (index, (start, sector)) in sectors.into_iter().enumerate() {
                    if kept.map_or_else(|| self.draw(2) == 0, |kept| index < kept) {
                        overwrite(bytes, start, sector);
                    }
                }
            }
        }
    }
}

/// Cuts a write where the sectors of its file begin.
fn sectors(offset: usize, data: &[u8]) -> Vec<(usize, &[u8])> {
    let first = (SECTOR_BYTES - offset % SECTOR_BYTES).min(data.len());
    let (head, rest) = data.split_at_checked(first).unwrap_or((data, &[]));
    let tail = rest.chunks(SECTOR_BYTES).enumerate();
    std::iter::once((offset, head))
        .chain(tail.map(|(k, part)| (offset + first + k * SECTOR_BYTES, part)))
        .collect()
}
