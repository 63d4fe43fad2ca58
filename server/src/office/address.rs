//! Values of an address, addresses with values, and the links below a list.

use doorstep_words::{Language, office::frame as words};
use maud::{Markup, html};

/// A value of the address; nothing where it is empty.
pub(super) fn asked(query: Option<&str>, name: &str) -> Option<String> {
    form_urlencoded::parse(query?.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
        .filter(|value| !value.is_empty())
}

/// The address with these values.
pub(super) fn link(path: &str, values: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(values);
    format!("{path}?{}", query.finish())
}

/// The links below a list: back to its first page, and on to the next.
pub(super) fn further(language: Language, first: Option<String>, next: Option<String>) -> Markup {
    html! {
        @if first.is_some() || next.is_some() {
            nav.pages aria-label=(language.say(words::PAGES_OF_A_LIST)) {
                @if let Some(first) = first { a href=(first) { (language.say(words::FIRST_PAGE)) } }
                @if let Some(next) = next { a href=(next) rel="next" { (language.say(words::NEXT_PAGE)) } }
            }
        }
    }
}
