//! What the program says to people, in Chinese and English, both beside each other: a file for each subcommand.
//!
//! A sentence is a variant of an enum, so that one without its words does not compile: see [`sentences`].

pub(crate) mod admin;
pub(crate) mod causes;
pub(crate) mod doing;
pub(crate) mod moment;
pub(crate) mod serve;
pub(crate) mod verify;

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Language {
    /// 中文
    #[value(name = "zh-CN", alias = "zh")]
    Chinese,
    /// English
    #[value(name = "en")]
    English,
}

impl Language {
    /// What the command line says, else what the machine is set to; any language but Chinese is English.
    pub(crate) fn chosen(named: Option<Self>) -> Self {
        named.unwrap_or_else(|| Self::of_locale(&sys_locale::get_locale().unwrap_or_default()))
    }

    fn of_locale(locale: &str) -> Self {
        let language = locale.split(['-', '_', '.']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("zh") {
            Self::Chinese
        } else {
            Self::English
        }
    }

    /// The one of two words.
    pub(crate) const fn pick<'w>(self, chinese: &'w str, english: &'w str) -> &'w str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

/// Something that is said in either language.
pub(crate) trait Sentence {
    /// In Chinese.
    fn chinese(&self) -> String;
    /// In English.
    fn english(&self) -> String;

    /// In a language.
    fn in_language(&self, language: Language) -> String {
        match language {
            Language::Chinese => self.chinese(),
            Language::English => self.english(),
        }
    }
}

/// Makes an enum of sentences: each variant with what is put into it, its Chinese words and its English ones.
macro_rules! sentences {
    (
        $(#[$doc:meta])*
        $name:ident {
            $($(#[$of:meta])* $variant:ident { $($part:ident: $type:ty),* } $chinese:literal $english:literal;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub(crate) enum $name {
            $($(#[$of])* $variant { $(#[allow(missing_docs)] $part: $type),* },)*
        }

        impl $crate::text::Sentence for $name {
            fn chinese(&self) -> String {
                match self { $(Self::$variant { $($part),* } => format!($chinese),)* }
            }

            fn english(&self) -> String {
                match self { $(Self::$variant { $($part),* } => format!($english),)* }
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
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
    }
}
