//! The sentences that families read, by language: plain words about the companion, none about the child.

use crate::domain::family::{FamilyStatus, Language};

/// The sentence of a status, with the companion's name in it.
#[must_use]
pub fn status(language: Language, status: FamilyStatus, name: &str) -> String {
    template(language, status).replace("{name}", name)
}

/// The sentence before the name is in it: at most 15 words, at a reading grade of 6 or lower (R39).
#[must_use]
pub const fn template(language: Language, status: FamilyStatus) -> &'static str {
    match language {
        Language::English => english(status),
        Language::Spanish => spanish(status),
    }
}

const fn english(status: FamilyStatus) -> &'static str {
    match status {
        FamilyStatus::Arrived => "{name} is here with us.",
        FamilyStatus::GettingReady => "{name} is getting ready.",
        FamilyStatus::DressedAndReady => "{name} is dressed and ready.",
        FamilyStatus::StandingWatch => "{name} is standing watch.",
        FamilyStatus::WaitingCloseBy => "{name} is waiting close by.",
        FamilyStatus::RestingTogether => "{name} is right there, keeping company.",
        FamilyStatus::BackTogether => "{name} is back where it belongs.",
        FamilyStatus::GoingHome => "{name} is on the way home.",
        FamilyStatus::NoNewWord => "There is no new word from {name} yet. Please ask at the desk.",
    }
}

const fn spanish(status: FamilyStatus) -> &'static str {
    match status {
        FamilyStatus::Arrived => "{name} ya está aquí con nosotros.",
        FamilyStatus::GettingReady => "{name} se está preparando.",
        FamilyStatus::DressedAndReady => "{name} ya tiene su ropa y está a punto.",
        FamilyStatus::StandingWatch => "{name} está de guardia.",
        FamilyStatus::WaitingCloseBy => "{name} espera muy cerca.",
        FamilyStatus::RestingTogether => "{name} está allí mismo y hace compañía.",
        FamilyStatus::BackTogether => "{name} está de vuelta en su sitio.",
        FamilyStatus::GoingHome => "{name} va de camino a casa.",
        FamilyStatus::NoNewWord => "Aún no hay noticias de {name}. Pregunte en el mostrador.",
    }
}
