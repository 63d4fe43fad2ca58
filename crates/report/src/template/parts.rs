//! The parts that were changed, and the full-function test.

use super::{BODY, SMALL, STRONG, Template, columns};
use crate::{
    page::Align,
    settings::Section,
    typeset::{Ink, Style},
    words::{Word, months},
};

const ALARM: Style = Style::new(BODY.size, BODY.leading, Ink::Alarm).heavy();

impl Template<'_> {
    /// Parts fitted and removed, in one table.
    pub(super) fn parts(&mut self) {
        let shown = &self.source.statement.shown;
        let mut parts = Vec::new();
        if self.shows(Section::Fitted) {
            parts.extend(shown.fitted.iter().map(|part| (Word::Fitted, part)));
        }
        if self.shows(Section::Removed) {
            parts.extend(shown.removed.iter().map(|part| (Word::Removed, part)));
        }
        if parts.is_empty() {
            return;
        }
        let columns = columns(&[
            (14.0, Align::Start, Word::PartChange),
            (36.0, Align::Start, Word::Part),
            (18.0, Align::Start, Word::PartCode),
            (24.0, Align::Start, Word::PartSerial),
            (8.0, Align::End, Word::Quantity),
            (14.0, Align::End, Word::PartWarranty),
        ]);
        let language = self.language();
        let rows = parts.iter().map(|(change, part)| {
            let warranty = part
                .warranty_months
                .map_or_else(String::new, |number| months(language, number));
            let quantity = part.quantity.to_string();
            let texts = [
                self.say(*change),
                &part.name,
                &part.part,
                &part.serial,
                &quantity,
                &warranty,
            ];
            texts
                .iter()
                .zip(&columns)
                .map(|(text, column)| self.lines(text, BODY, column.width))
                .collect()
        });
        let rows = rows.collect();
        self.table(Word::Parts, &columns, rows, 0.0);
    }

    pub(super) fn tests(&mut self) {
        let tests = &self.source.statement.shown.tests;
        if tests.is_empty() || !self.shows(Section::Tests) {
            return;
        }
        let columns = columns(&[
            (40.0, Align::Start, Word::TestItem),
            (46.0, Align::Start, Word::TestResult),
            (16.0, Align::End, Word::TestVerdict),
        ]);
        let rows = tests.iter().map(|test| {
            let (verdict, style) = if test.passed {
                (Word::Passed, STRONG)
            } else {
                (Word::Failed, ALARM)
            };
            let limits = test.limits.as_ref().map_or_else(String::new, |limits| {
                format!("{}{limits}", self.say(Word::Limits))
            });
            let cells = [
                (test.name.as_str(), BODY, ""),
                (&test.result, BODY, &limits),
                (self.say(verdict), style, ""),
            ];
            cells
                .into_iter()
                .zip(&columns)
                .map(|((text, style, below), column)| {
                    let mut lines = self.lines(text, style, column.width);
                    lines.extend(self.lines(below, SMALL, column.width));
                    lines
                })
                .collect()
        });
        let rows = rows.collect();
        self.table(Word::Tests, &columns, rows, 0.0);
    }
}
