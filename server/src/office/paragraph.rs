//! More that a form asks for: paragraphs of text, a day, yes or no.

use doorstep_words::Phrase;
use maud::{Markup, html};

use super::{form::Form, told::told_plain};

impl Form<'_> {
    /// Several lines of text.
    pub(super) fn paragraph(
        &self,
        name: &str,
        label: Phrase,
        longest: usize,
        required: bool,
    ) -> Markup {
        let id = self.id(name);
        html! {
            div.field {
                label for=(id) { (self.language.say(label)) }
                textarea id=(id) name=(name) rows="4" maxlength=(longest) required[required] {
                    (told_plain(self.attempt.fields.text(name)))
                }
            }
        }
    }

    /// A day of the calendar.
    pub(super) fn day(&self, name: &str, label: Phrase) -> Markup {
        let id = self.id(name);
        html! {
            div.field {
                label for=(id) { (self.language.say(label)) }
                input id=(id) name=(name) type="date" value=(told_plain(self.attempt.fields.text(name)));
            }
        }
    }

    /// One of a few, all in sight. The values are what is sent; the one given first is chosen where nothing was.
    pub(super) fn radios(&self, name: &str, legend: Phrase, choices: &[(&str, Phrase)]) -> Markup {
        let first = choices.first().map_or("", |(value, _)| value);
        let chosen = self.attempt.fields.given(name).unwrap_or(first);
        html! {
            fieldset.field {
                legend { (self.language.say(legend)) }
                div.boxes {
                    @for (value, phrase) in choices {
                        label {
                            input type="radio" name=(name) value=(value) checked[*value == chosen];
                            " " (self.language.say(*phrase))
                        }
                    }
                }
            }
        }
    }
}
