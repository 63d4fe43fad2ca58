//! The parts that were changed, and the full-function test.

use doorstep_words::Say;

use super::{BODY, SMALL, STRONG, Template, columns};
use crate::{
    page::Align,
    settings::Section,
    typeset::{Ink, Style},
    words,
};

const ALARM: Style = Style::new(BODY.size, BODY.leading, Ink::Alarm).heavy();

impl Template<'_> {
    /// Parts fitted and removed, in one table.
    pub(super) fn parts(&mut self) {
        let shown = &self.source.statement.shown;
        let mut parts = Vec::new();
        if self.shows(Section::Fitted) {
            parts.extend(shown.fitted.iter().map(|part| (words::FITTED, part)));
        }
        if self.shows(Section::Removed) {
            parts.extend(shown.removed.iter().map(|part| (words::REMOVED, part)));
        }
        if parts.is_empty() {
            return;
        }
        let columns = columns(&[
            (14.0, Align::Start, words::PART_CHANGE),
            (36.0, Align::Start, words::PART),
            (18.0, Align::Start, words::PART_CODE),
            (24.0, Align::Start, words::PART_SERIAL),
            (8.0, Align::End, words::QUANTITY),
            (14.0, Align::End, words::PART_WARRANTY),
        ]);
        let language = self.language();
        let rows = parts.iter().map(|(change, part)| {
            let warranty = part.warranty_months.map_or_else(String::new, |number| {
                words::Months { months: &number }.say(language).into_owned()
            });
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
        self.table(words::PARTS, &columns, rows, 0.0);
    }

    pub(super) fn tests(&mut self) {
        let tests = &self.source.statement.shown.tests;
        if tests.is_empty() || !self.shows(Section::Tests) {
            return;
        }
        let columns = columns(&[
            (40.0, Align::Start, words::TEST_ITEM),
            (46.0, Align::Start, words::TEST_RESULT),
            (16.0, Align::End, words::TEST_VERDICT),
        ]);
        let rows = tests.iter().map(|test| {
            let (verdict, style) = if test.passed {
                (words::PASSED, STRONG)
            } else {
                (words::FAILED, ALARM)
            };
            let limits = test.limits.as_ref().map_or_else(String::new, |limits| {
                format!("{}{limits}", self.say(words::LIMITS))
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
        self.table(words::TESTS, &columns, rows, 0.0);
    }
}
