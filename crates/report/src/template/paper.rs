//! The papers that are neither quote nor work: receipts for units that change hands, damage, compensation, agreement.

use doorstep_domain::record::choice_words;
use doorstep_evidence::statement::{Paper, Sum};
use doorstep_words::Phrase;

use super::{BELOW_HEADING, Template, begun};
use crate::words;

impl Template<'_> {
    pub(super) fn paper(&mut self) {
        let Some(paper) = &self.source.statement.signing.paper else {
            return;
        };
        self.heading(words::PARTICULARS, BELOW_HEADING);
        match paper {
            Paper::Handover {
                number,
                model,
                serial,
                accessories,
                condition,
                promised_on,
            } => {
                self.facts(&[
                    (words::RECEIPT_NUMBER, number),
                    (words::PROMISED_ON, promised_on),
                    (words::UNIT_MODEL, model),
                    (words::UNIT_SERIAL, serial),
                ]);
                self.fact(words::ACCESSORIES, &accessories.join("　"));
                self.fact(words::CONDITION, condition);
            }
            Paper::Handback {
                number,
                model,
                serial,
                condition,
                complete,
            } => {
                let complete = if *complete {
                    words::ALL_THERE
                } else {
                    words::SOMETHING_MISSING
                };
                self.facts(&[
                    (words::RECEIPT_NUMBER, number),
                    (words::ACCESSORIES, self.say(complete)),
                    (words::UNIT_MODEL, model),
                    (words::UNIT_SERIAL, serial),
                ]);
                self.fact(words::CONDITION, condition);
            }
            Paper::Damage { thing, how, price } => {
                self.fact(words::DAMAGED_THING, thing);
                self.fact(words::HOW_IT_HAPPENED, how);
                self.sum(words::DAMAGE_PRICE, price.as_ref());
            }
            Paper::Compensation {
                cause,
                amount,
                method,
            } => {
                let language = self.language();
                let method = choice_words(method)
                    .map_or_else(|| method.clone(), |words| begun(language.say(words)));
                self.fact(words::COMPENSATION_FOR, cause);
                self.fact(words::RECEIPT_METHOD, &method);
                self.sum(words::RECEIPT_AMOUNT, Some(amount));
            }
            Paper::Agreement { terms, amount } => {
                self.fact(words::TERMS, terms);
                self.sum(words::AGREED_AMOUNT, amount.as_ref());
            }
        }
    }

    fn sum(&mut self, word: Phrase, sum: Option<&Sum>) {
        if let Some(sum) = sum {
            self.amount_due(word, sum.minor, &sum.currency);
        }
    }
}
