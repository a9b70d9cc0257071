//! Hospital accounts: what the hospital's identity provider says about a user, and which role follows from it.

use super::person::Role;

/// The identifier of an account. Names and addresses can pass to somebody else; this pair cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HospitalAccount {
    pub issuer: String,
    pub subject: String,
}

/// A user whom the identity provider has verified.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedIdentity {
    pub account: HospitalAccount,
    pub name: Option<String>,
    /// The username at the hospital.
    pub username: Option<String>,
    /// The role of their groups; none if no group has one.
    pub role: Option<Role>,
}

/// Why a verified user may not sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginDenied {
    /// None of their groups has a role.
    NoRole,
    /// Their account is disabled here.
    Disabled,
    /// This sign-in was already completed once.
    Used,
}

/// Which groups of the hospital have which role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupMapping {
    pub staff: Vec<String>,
    pub lead: Vec<String>,
    pub admin: Vec<String>,
}

const MAX_NAME_CHARS: usize = 80;
const USERNAME_CHARS: std::ops::RangeInclusive<usize> = 2..=40;

impl GroupMapping {
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.staff.is_empty() && self.lead.is_empty() && self.admin.is_empty()
    }

    /// The highest role that these groups have.
    #[must_use]
    pub fn role(&self, groups: &[String]) -> Option<Role> {
        let highest_first =
            [(Role::Admin, &self.admin), (Role::Lead, &self.lead), (Role::Staff, &self.staff)];
        let mut matching = highest_first
            .into_iter()
            .filter(|(_, mapped)| groups.iter().any(|group| mapped.contains(group)));
        matching.next().map(|(role, _)| role)
    }
}

impl VerifiedIdentity {
    /// The name for colleagues, on one line and of limited length, or else the username.
    #[must_use]
    pub fn display_name(&self, username: &str) -> String {
        let name = self.name.as_deref().unwrap_or_default();
        let plain: String = name
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(MAX_NAME_CHARS)
            .collect();
        Some(plain.trim()).filter(|name| !name.is_empty()).unwrap_or(username).to_owned()
    }

    /// The username to try first: the part before the @, reduced to the characters that usernames have here.
    #[must_use]
    pub fn username(&self) -> String {
        let username = self.username.as_deref().unwrap_or_default().to_lowercase();
        let local = username.split('@').next().unwrap_or_default();
        let allowed = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(*c);
        let plain: String = local.chars().filter(allowed).take(*USERNAME_CHARS.end()).collect();
        if USERNAME_CHARS.contains(&plain.len()) { plain } else { "colleague".to_owned() }
    }
}

/// The username with a number, for those whose first choice is taken.
#[must_use]
pub fn numbered_username(username: &str, nth: u32) -> String {
    let number = format!("-{nth}");
    let prefix: String = username.chars().take(USERNAME_CHARS.end() - number.len()).collect();
    prefix + number.as_str()
}
