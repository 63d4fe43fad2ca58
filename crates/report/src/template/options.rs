//! What stands beside the lines of a quote: which option they are, what else the customer could have taken, and what a
//! revision changed.

use doorstep_domain::quote::Choice;
use doorstep_evidence::statement::{ShownChange, ShownFigures, ShownQuote};

use super::{BELOW_HEADING, Template, begun};
use crate::{amount, words};

impl Template<'_> {
    pub(super) fn option_taken(&mut self, quote: &ShownQuote) {
        if let Some(choice) = quote.choice {
            let name = self.option_name(choice);
            self.fact(words::OPTION_TAKEN, &name);
        }
    }

    /// The options that were not taken, each with what it would have come to.
    pub(super) fn options_beside(&mut self, quote: &ShownQuote) {
        for other in &quote.others {
            let money = |minor: i64| amount::digits(minor, &quote.currency);
            let lines: Vec<String> = other
                .lines
                .iter()
                .map(|line| {
                    format!(
                        "{} × {} {}",
                        line.name,
                        line.quantity,
                        money(line.amount_minor)
                    )
                })
                .collect();
            let text = format!(
                "{}　{} {}　{} {}\n{}",
                self.option_name(other.choice),
                self.say(words::TOTAL),
                money(other.total_minor),
                self.say(words::CUSTOMER_PAYS),
                money(other.customer_pays_minor),
                lines.join("\n"),
            );
            self.fact(words::OPTION_OTHER, text.trim_end());
        }
    }

    /// Every line that the revision changed, from what to what.
    pub(super) fn revision(&mut self, quote: &ShownQuote) {
        let Some(replaced) = &quote.replaces else {
            return;
        };
        self.heading(words::REVISION_OF, BELOW_HEADING);
        for change in &replaced.lines {
            let word = match (&change.old, &change.new) {
                (None, _) => words::LINE_ADDED,
                (_, None) => words::LINE_REMOVED,
                _ => words::LINE_CHANGED,
            };
            let text = self.change(change, &quote.currency);
            self.fact(word, &text);
        }
        let before = replaced.total_minor.map_or_else(
            || "—".to_owned(),
            |minor| amount::digits(minor, &quote.currency),
        );
        let now = amount::digits(quote.total_minor, &quote.currency);
        self.fact(words::TOTAL_BEFORE, &format!("{before} → {now}"));
    }

    fn change(&self, change: &ShownChange, currency: &str) -> String {
        let language = self.language();
        let figures = |figures: &ShownFigures| {
            format!(
                "× {} {} {}",
                figures.quantity,
                amount::digits(figures.amount_minor, currency),
                language.say(figures.payer.words()),
            )
        };
        let there: Vec<String> = [&change.old, &change.new]
            .into_iter()
            .flatten()
            .map(figures)
            .collect();
        format!("{}　{}", change.name, there.join(" → "))
    }

    fn option_name(&self, choice: Choice) -> String {
        begun(self.language().say(choice.words()))
    }
}
