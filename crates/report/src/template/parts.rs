//! Parts fitted and removed, and the full-function test.

use doorstep_evidence::statement::ShownPart;

use super::{BODY, STRONG, Template, columns};
use crate::{
    page::Align,
    typeset::{Ink, Style},
    words::{Word, months},
};

const ALARM: Style = Style::new(9.5, 15.0, Ink::Alarm).heavy();

impl Template<'_> {
    pub(super) fn parts(&mut self, heading: Word, parts: &[ShownPart]) {
        if parts.is_empty() {
            return;
        }
        self.heading(heading);
        let fitted = parts.iter().any(|part| part.warranty_months.is_some());
        let mut shares = vec![
            (38.0, Align::Start, Word::Part),
            (20.0, Align::Start, Word::PartCode),
            (26.0, Align::Start, Word::PartSerial),
            (8.0, Align::End, Word::Quantity),
        ];
        if fitted {
            shares.push((16.0, Align::End, Word::PartWarranty));
        }
        let columns = columns(&shares);
        let language = self.language();
        let rows = parts.iter().map(|part| {
            let warranty = part
                .warranty_months
                .map_or_else(String::new, |number| months(language, number));
            let texts = [
                part.name.clone(),
                part.part.clone(),
                part.serial.clone(),
                part.quantity.to_string(),
                warranty,
            ];
            texts
                .iter()
                .zip(&columns)
                .map(|(text, column)| self.lines(text, BODY, column.width))
                .collect()
        });
        let rows = rows.collect();
        self.table(&columns, rows);
    }

    pub(super) fn tests(&mut self) {
        let tests = &self.source.statement.shown.tests;
        if tests.is_empty() {
            return;
        }
        self.heading(Word::Tests);
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
            let cells = [
                (test.name.as_str(), BODY),
                (&test.result, BODY),
                (self.say(verdict), style),
            ];
            cells
                .into_iter()
                .zip(&columns)
                .map(|((text, style), column)| self.lines(text, style, column.width))
                .collect()
        });
        let rows = rows.collect();
        self.table(&columns, rows);
    }
}
