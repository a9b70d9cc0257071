//! Hospital accounts: what the hospital's own sign-in says of somebody, and what follows from it here.

use super::person::Role;

/// Whose account it is: the one pair that an account is known by. Names and addresses change hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HospitalAccount {
    /// Who says so.
    pub issuer: String,
    /// Whom they mean, in words that are theirs alone.
    pub subject: String,
}

/// Somebody whom the hospital vouches for.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedIdentity {
    /// Their account.
    pub account: HospitalAccount,
    /// What they are called, where it says.
    pub name: Option<String>,
    /// The user name they go by there, where it says.
    pub username: Option<String>,
    /// What their groups let them be here; nothing where none of them does.
    pub role: Option<Role>,
}

/// Why somebody whom the hospital vouches for is not let in all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginDenied {
    /// None of their groups has a role here.
    NoRole,
    /// They are disabled here.
    Disabled,
    /// Somebody came in by this very way before.
    Used,
}

/// Which of the hospital's groups have which role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupMapping {
    /// Those of staff.
    pub staff: Vec<String>,
    /// Those of leads.
    pub lead: Vec<String>,
    /// Those of admins.
    pub admin: Vec<String>,
}

/// The longest name that is shown.
const MAX_NAME_CHARS: usize = 80;
/// The longest user name, and the shortest.
const USERNAME_CHARS: std::ops::RangeInclusive<usize> = 2..=40;

impl GroupMapping {
    /// Whether no group has any role.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.staff.is_empty() && self.lead.is_empty() && self.admin.is_empty()
    }

    /// The highest role that somebody in these groups has.
    #[must_use]
    pub fn role(&self, of: &[String]) -> Option<Role> {
        let from_the_top =
            [(Role::Admin, &self.admin), (Role::Lead, &self.lead), (Role::Staff, &self.staff)];
        let mut known =
            from_the_top.into_iter().filter(|(_, named)| of.iter().any(|g| named.contains(g)));
        known.next().map(|(role, _)| role)
    }
}

impl VerifiedIdentity {
    /// What colleagues read: the name as it is said, in one line and no longer than others; else the user name.
    #[must_use]
    pub fn display_name(&self, username: &str) -> String {
        let said = self.name.as_deref().unwrap_or_default();
        let plain: String =
            said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_NAME_CHARS).collect();
        Some(plain.trim()).filter(|name| !name.is_empty()).unwrap_or(username).to_owned()
    }

    /// The user name to begin with: what stands before the @, in the letters that user names have here.
    #[must_use]
    pub fn username(&self) -> String {
        let said = self.username.as_deref().unwrap_or_default().to_lowercase();
        let local = said.split('@').next().unwrap_or_default();
        let kept = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(*c);
        let plain: String = local.chars().filter(kept).take(*USERNAME_CHARS.end()).collect();
        if USERNAME_CHARS.contains(&plain.len()) { plain } else { "colleague".to_owned() }
    }
}

/// The same user name with a number behind it, for the second who would go by it and those after.
#[must_use]
pub fn numbered_username(username: &str, nth: u32) -> String {
    let number = format!("-{nth}");
    let kept: String = username.chars().take(USERNAME_CHARS.end() - number.len()).collect();
    kept + number.as_str()
}
