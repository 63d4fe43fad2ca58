//! What the program says to people: a file for each subcommand. A sentence is a variant of an enum that names its words
//! in the home (`doorstep_words::terminal`): see [`sentences`].

pub(crate) mod admin;
pub(crate) mod causes;
pub(crate) mod doing;
pub(crate) mod moment;
pub(crate) mod serve;
pub(crate) mod verify;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
pub(crate) use doorstep_words::Language;

/// What the command line says, else what the machine is set to; any language but Chinese is English.
pub(crate) fn chosen(named: Option<Language>) -> Language {
    named.unwrap_or_else(|| of_locale(&sys_locale::get_locale().unwrap_or_default()))
}

fn of_locale(locale: &str) -> Language {
    Language::of_tag(locale).unwrap_or(Language::English)
}

/// Reads `--lang`.
pub(crate) fn language_parser() -> impl TypedValueParser<Value = Language> {
    let tags = [
        PossibleValue::new(Language::Chinese.tag())
            .alias("zh")
            .help("中文"),
        PossibleValue::new(Language::English.tag()).help("English"),
    ];
    PossibleValuesParser::new(tags).map(|tag| Language::of_customer(&tag))
}

/// Something that is said in either language.
pub(crate) trait Sentence {
    /// In a language.
    fn in_language(&self, language: Language) -> String;
}

/// Makes an enum of sentences: each variant with what is put into it, and the words of the home that say it.
macro_rules! sentences {
    (@say $language:ident $($words:ident)::+ {}) => {
        doorstep_words::Say::say(&$($words)::+, $language)
    };
    (@say $language:ident $($words:ident)::+ { $($part:ident)+ }) => {
        doorstep_words::Say::say(&$($words)::+ { $($part),+ }, $language)
    };
    (
        $(#[$doc:meta])*
        $name:ident {
            $($(#[$of:meta])* $variant:ident { $($part:ident: $type:ty),* } $($words:ident)::+;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub(crate) enum $name {
            $($(#[$of])* $variant { $(#[allow(missing_docs)] $part: $type),* },)*
        }

        impl $crate::text::Sentence for $name {
            fn in_language(&self, language: doorstep_words::Language) -> String {
                match self {
                    $(Self::$variant { $($part),* } => {
                        $crate::text::sentences!(@say language $($words)::+ { $($part)* }).into_owned()
                    })*
                }
            }
        }
    };
}

pub(crate) use sentences;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_language_but_chinese_is_english() {
        for (locale, language) in [
            ("zh-CN", Language::Chinese),
            ("zh_TW.UTF-8", Language::Chinese),
            ("ZH", Language::Chinese),
            ("en-US", Language::English),
            ("de", Language::English),
            ("zhx", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(of_locale(locale), language, "{locale}");
        }
    }
}
