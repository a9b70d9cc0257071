//! Words with one spelling: every fieldless enum of the ward and the key it goes by outside.

/// A word that is written with a fixed key, in JSON, in a column and in a problem document alike.
pub trait StringEnum: Copy + Eq + std::fmt::Debug + Send + Sync + 'static {
    /// Every word of the kind, in the order people list them.
    const ALL: &'static [Self];

    /// The key, lower case with underscores or hyphens.
    fn key(self) -> &'static str;

    /// The word behind a key, where there is one.
    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.key() == key)
    }
}

/// Writes an enum together with its keys, so that neither can be forgotten.
macro_rules! string_enum {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $key:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $crate::domain::string_enum::StringEnum for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];

            fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }
        }
    };
}
pub(crate) use string_enum;
