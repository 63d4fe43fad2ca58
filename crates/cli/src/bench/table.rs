//! What the bench says: its progress, and the figures as a table or as JSON.

use doorstep_words::{Say, terminal::bench as words};

use super::figure::Figure;
use crate::{
    terminal::{self, BAD, DIM, GOOD, HEAD},
    text::Language,
};

/// Says what is going on, in the reader's language.
pub(super) struct Teller {
    language: Language,
    json: bool,
}

impl Teller {
    pub(super) const fn new(language: Language, json: bool) -> Self {
        Self { language, json }
    }

    /// A step of the run, to the standard error: it is no result.
    pub(super) fn step(&self, said: &dyn Say) {
        if !self.json {
            terminal::error_line(&format!("{DIM}▸ {}{DIM:#}", said.say(self.language)));
        }
    }

    /// The figures. As JSON each is told at once, by [`Self::figure`].
    pub(super) fn table(&self, figures: &[Figure]) {
        if self.json {
            return;
        }
        let head = |phrase| self.language.say(phrase).to_owned();
        let mut rows = vec![[
            head(words::FIGURE),
            head(words::OURS),
            head(words::BOUND),
            head(words::UNIT),
            head(words::RATIO),
            head(words::LIMIT),
        ]];
        rows.extend(figures.iter().map(|figure| {
            [
                figure.name.code(),
                figure.ours_text(),
                figure.bound_text(),
                figure.name.unit().code().to_owned(),
                figure.ratio_text(),
                figure.limit_text(),
            ]
        }));
        let marks = std::iter::once(String::new())
            .chain(figures.iter().map(|figure| self.mark(figure.is_kept())));
        for ((line, mark), place) in terminal::table(&rows, 1).iter().zip(marks).zip(0..) {
            let line = if place == 0 {
                format!("{HEAD}{line}{HEAD:#}")
            } else {
                format!("{line}  {mark}")
            };
            terminal::line(&line);
        }
    }

    /// A figure as JSON, as soon as it is known.
    pub(super) fn figure(&self, figure: &Figure) {
        if self.json {
            terminal::json(figure);
        }
    }

    /// Another object as JSON.
    pub(super) fn as_json(&self, object: impl FnOnce() -> serde_json::Value) {
        if self.json {
            terminal::json(&object());
        }
    }

    /// Lines for people.
    pub(super) fn lines(&self, lines: &[String]) {
        if !self.json {
            lines.iter().for_each(|line| terminal::line(line));
        }
    }

    /// A phrase in the reader's language.
    pub(super) fn say(&self, phrase: doorstep_words::Phrase) -> String {
        self.language.say(phrase).to_owned()
    }

    /// Whether a limit is kept.
    pub(super) fn mark(&self, is_kept: bool) -> String {
        if is_kept {
            format!("{GOOD}✔ {}{GOOD:#}", self.language.say(words::WITHIN))
        } else {
            format!("{BAD}✖ {}{BAD:#}", self.language.say(words::OVER))
        }
    }
}
