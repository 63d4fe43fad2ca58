//! The quote line by line with who pays and by which rule, the totals, and what was paid.

use doorstep_domain::{quote::QuoteLine, record::choice_words};
use doorstep_evidence::statement::ShownQuote;
use doorstep_words::Phrase;

use super::{
    BELOW_HEADING, BODY, Column, EDGE, LABEL, SMALL, STRONG, Template, begun, columns, joined,
    right_cell,
};
use crate::{
    amount,
    page::{Align, Band, Cell, RIGHT, Role, Structure, WIDTH},
    typeset::{Ink, Line, Style},
    words,
};

const TO_PAY: Style = Style::new(14.0, 21.0, Ink::Text).heavy();
const TO_PAY_LABEL: Style = Style::new(10.0, 21.0, Ink::Text).heavy();
/// Width of an amount in the totals.
const AMOUNT_WIDTH: f32 = 130.0;
const TOTAL_WIDTH: f32 = 320.0;
/// Height of the totals.
const TOTALS: f32 = 86.0;

impl Template<'_> {
    pub(super) fn charges(&mut self) {
        let Some(quote) = &self.source.statement.shown.quote else {
            return;
        };
        let columns = columns(&[
            (36.0, Align::Start, words::LINE_NAME),
            (7.0, Align::End, words::QUANTITY),
            (14.0, Align::End, words::UNIT_PRICE),
            (14.0, Align::End, words::AMOUNT),
            (28.0, Align::Start, words::PAID_BY),
        ]);
        let rows = quote
            .lines
            .iter()
            .map(|line| self.charge(line, &quote.currency, &columns))
            .collect();
        self.table(words::CHARGES, &columns, rows, TOTALS);
        self.option_taken(quote);
        self.totals(quote);
        self.options_beside(quote);
        self.revision(quote);
    }

    fn charge(&self, line: &QuoteLine, currency: &str, columns: &[Column]) -> Vec<Vec<Line>> {
        let language = self.language();
        let kind = language.say(line.kind.words());
        let code = joined(&[&begun(kind), &line.code], "　");
        let cells = [
            (line.name.clone(), BODY, code),
            (line.quantity.to_string(), BODY, String::new()),
            (
                amount::digits(line.unit_price_minor, currency),
                BODY,
                String::new(),
            ),
            (
                amount::digits(line.amount_minor, currency),
                STRONG,
                if line.discount_minor == 0 {
                    String::new()
                } else {
                    let off = amount::digits(line.discount_minor, currency);
                    format!("{}{off}", self.say(words::DISCOUNT))
                },
            ),
            (
                begun(language.say(line.payer.words())),
                BODY,
                line.rule.clone(),
            ),
        ];
        cells
            .iter()
            .zip(columns)
            .map(|((text, style, below), column)| {
                let mut lines = self.lines(text, *style, column.width);
                lines.extend(self.lines(below, SMALL, column.width));
                lines
            })
            .collect()
    }

    fn totals(&mut self, quote: &ShownQuote) {
        let others = quote.total_minor.checked_sub(quote.customer_pays_minor);
        let mut totals = vec![(words::TOTAL, quote.total_minor)];
        totals.extend(
            others
                .filter(|others| *others != 0)
                .map(|others| (words::PAID_BY_OTHERS, others)),
        );
        self.flow.keep(TOTALS);
        self.flow.space(4.0);
        for (word, minor) in totals {
            let text = amount::digits(minor, &quote.currency);
            self.total((self.say(word), LABEL), (&text, BODY));
        }
        self.amount_due(
            words::CUSTOMER_PAYS,
            quote.customer_pays_minor,
            &quote.currency,
        );
    }

    /// The amount that counts, large, and in capitals.
    pub(super) fn amount_due(&mut self, word: Phrase, minor: i64, currency: &str) {
        let text = amount::digits(minor, currency);
        self.total((self.say(word), TO_PAY_LABEL), (&text, TO_PAY));
        if let Some(capitals) = amount::capitals(minor, currency) {
            let node = self.add_node(Structure::ROOT, Role::Paragraph);
            let text = format!("{}{capitals}", self.say(words::IN_CAPITALS));
            let lines = self.lines(&text, BODY, WIDTH);
            self.flow.set(Band::plain(
                vec![right_cell(WIDTH - EDGE, lines, node)],
                0.0,
            ));
        }
    }

    fn total(&mut self, label: (&str, Style), amount: (&str, Style)) {
        let node = self.add_node(Structure::ROOT, Role::Paragraph);
        let label_width = TOTAL_WIDTH - AMOUNT_WIDTH;
        let label = Cell {
            x: RIGHT - EDGE - TOTAL_WIDTH,
            width: label_width,
            align: Align::End,
            lines: self.lines(label.0, label.1, label_width),
            node,
        };
        let amount = self.lines(amount.0, amount.1, AMOUNT_WIDTH);
        self.flow.set(Band::plain(
            vec![label, right_cell(AMOUNT_WIDTH, amount, node)],
            0.5,
        ));
    }

    pub(super) fn receipt(&mut self) {
        let Some(receipt) = &self.source.statement.signing.receipt else {
            return;
        };
        let language = self.language();
        let method = choice_words(&receipt.method).map_or_else(
            || receipt.method.clone(),
            |words| begun(language.say(words)),
        );
        self.heading(words::RECEIPT, BELOW_HEADING + 30.0);
        self.facts(&[
            (words::RECEIPT_NUMBER, &receipt.number),
            (words::RECEIPT_METHOD, &method),
        ]);
        self.amount_due(
            words::RECEIPT_AMOUNT,
            receipt.amount_minor,
            &receipt.currency,
        );
    }
}
