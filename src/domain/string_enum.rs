//! Fieldless enums with one fixed string per value, used in JSON, in the database and in problem documents.

pub trait StringEnum: Copy + Eq + std::fmt::Debug + Send + Sync + 'static {
    /// All values, in display order.
    const ALL: &'static [Self];

    /// The fixed string.
    fn key(self) -> &'static str;

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.key() == key)
    }
}

/// Declares an enum together with its keys, so that no value can lack one.
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
