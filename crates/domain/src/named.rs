//! What has a code for programs and a word on a Chinese and an English screen: one list for each enum, so that a
//! variant without its words does not compile.

/// Gives an enum `code`, `chinese` and `english`, and `ALL` unless the list begins with `words`.
macro_rules! named {
    (words $name:ident { $($variant:ident $code:literal $chinese:literal $english:literal;)* }) => {
        impl $name {
            /// The word in databases and answers.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The Chinese word on a screen.
            #[must_use]
            pub const fn chinese(self) -> &'static str {
                match self { $(Self::$variant => $chinese,)* }
            }

            /// The English word on a screen.
            #[must_use]
            pub const fn english(self) -> &'static str {
                match self { $(Self::$variant => $english,)* }
            }
        }
    };
    ($name:ident { $($variant:ident $code:literal $chinese:literal $english:literal;)* }) => {
        impl $name {
            /// All, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
        }

        $crate::named::named!(words $name { $($variant $code $chinese $english;)* });
    };
}

pub(crate) use named;
