//! What has a code for programs and a phrase for screens: one list for each enum, so that a variant without its words
//! does not compile.

/// Gives an enum of unit variants `code` and `words`, and `ALL` unless the list begins with `words`.
#[macro_export]
macro_rules! named {
    (words $name:ident { $($variant:ident $code:literal $phrase:path;)* }) => {
        impl $name {
            /// The word in databases and answers.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The words on a screen.
            #[must_use]
            pub const fn words(self) -> doorstep_words::Phrase {
                match self { $(Self::$variant => $phrase,)* }
            }
        }
    };
    ($name:ident { $($variant:ident $code:literal $phrase:path;)* }) => {
        impl $name {
            /// All, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
        }

        $crate::named!(words $name { $($variant $code $phrase;)* });
    };
}

pub(crate) use named;
