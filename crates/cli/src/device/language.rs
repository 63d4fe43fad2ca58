//! The language in which the program speaks to whoever typed the command.

use doorstep_core::views::Words;

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Language {
    /// 中文
    #[value(name = "zh-CN", alias = "zh")]
    Chinese,
    /// English
    #[value(name = "en")]
    English,
}

impl Language {
    /// What the command line says, else what the system is set to; any language but Chinese is English.
    pub(super) fn chosen(named: Option<Self>) -> Self {
        named.unwrap_or_else(|| {
            let locale = sys_locale::get_locale().unwrap_or_default();
            if locale.to_ascii_lowercase().starts_with("zh") { Self::Chinese } else { Self::English }
        })
    }

    /// The one of two words.
    pub(super) const fn pick<'w>(self, chinese: &'w str, english: &'w str) -> &'w str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }

    /// The words of a code.
    pub(super) fn of(self, words: &Words) -> &str {
        self.pick(&words.zh, &words.en)
    }
}
