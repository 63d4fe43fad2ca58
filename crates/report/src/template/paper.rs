//! The papers that are neither quote nor work: receipts for units that change hands, damage, compensation, agreement.

use doorstep_domain::record::choice_words;
use doorstep_evidence::statement::{Paper, Sum};

use super::{BELOW_HEADING, Template, begun};
use crate::words::Word;

impl Template<'_> {
    pub(super) fn paper(&mut self) {
        let Some(paper) = &self.source.statement.signing.paper else {
            return;
        };
        self.heading(Word::Particulars, BELOW_HEADING);
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
                    (Word::ReceiptNumber, number),
                    (Word::PromisedOn, promised_on),
                    (Word::UnitModel, model),
                    (Word::UnitSerial, serial),
                ]);
                self.fact(Word::Accessories, &accessories.join("　"));
                self.fact(Word::Condition, condition);
            }
            Paper::Handback {
                number,
                model,
                serial,
                condition,
                complete,
            } => {
                let complete = if *complete {
                    Word::AllThere
                } else {
                    Word::SomethingMissing
                };
                self.facts(&[
                    (Word::ReceiptNumber, number),
                    (Word::Accessories, self.say(complete)),
                    (Word::UnitModel, model),
                    (Word::UnitSerial, serial),
                ]);
                self.fact(Word::Condition, condition);
            }
            Paper::Damage { thing, how, price } => {
                self.fact(Word::DamagedThing, thing);
                self.fact(Word::HowItHappened, how);
                self.sum(Word::DamagePrice, price.as_ref());
            }
            Paper::Compensation {
                cause,
                amount,
                method,
            } => {
                let language = self.language();
                let method = choice_words(method).map_or_else(
                    || method.clone(),
                    |words| begun(language.pick(words.chinese, words.english)),
                );
                self.fact(Word::CompensationFor, cause);
                self.fact(Word::ReceiptMethod, &method);
                self.sum(Word::ReceiptAmount, Some(amount));
            }
            Paper::Agreement { terms, amount } => {
                self.fact(Word::Terms, terms);
                self.sum(Word::AgreedAmount, amount.as_ref());
            }
        }
    }

    fn sum(&mut self, word: Word, sum: Option<&Sum>) {
        if let Some(sum) = sum {
            self.amount_due(word, sum.minor, &sum.currency);
        }
    }
}
