//! What happened in a step, in words.

use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::journey::step::{HolderKind, StepPayload};
use crate::domain::string_enum::StringEnum as _;
use crate::web::pages::shared::text::{
    alternative, capitalize, cleaned, holder, humanize, item_names, join_with_and, outcome, soiling,
};

/// `place` is the name of the place in the step, if it has one.
pub(super) fn step_text(step: &StepPayload, place: &str) -> String {
    match step {
        StepPayload::CheckedIn { .. } => "Checked in".to_owned(),
        StepPayload::Sighted => "Seen".to_owned(),
        StepPayload::Moved { resting_place: Some(resting_place), .. } => {
            format!("In {place}, {}", humanize(resting_place))
        }
        StepPayload::Moved { .. } => format!("In {place}"),
        StepPayload::Dressed { items, .. } => {
            format!("{} on", capitalize(&item_names(items.iter().map(|worn| &worn.item))))
        }
        StepPayload::Undressed { items } => format!("{} off", capitalize(&item_names(items))),
        StepPayload::Screened { answers } => screening_text(answers),
        StepPayload::Cleaned { method, bagged, .. } => {
            format!("{}{}", cleaned(*method), if *bagged { ", sealed bag" } else { "" })
        }
        StepPayload::Soiled { cause } => soiling(*cause).to_owned(),
        StepPayload::HandedOver { to: HolderKind::Place, .. } => "Left in place".to_owned(),
        StepPayload::HandedOver { to, name } => {
            format!("Handed over to {}", name.as_deref().unwrap_or(holder(*to)))
        }
        StepPayload::ReportedMissing => "Reported missing".to_owned(),
        StepPayload::Found { place: Some(_) } => format!("Found in {place}"),
        StepPayload::Found { place: None } => "Found".to_owned(),
        StepPayload::Declined { reason, alternative: instead } => {
            format!("Not going to the OR: {reason}. {}", alternative(*instead))
        }
        StepPayload::Reunited { with_guardian: false } => "Returned to child".to_owned(),
        StepPayload::Reunited { with_guardian: true } => "Returned to guardian".to_owned(),
        StepPayload::Closed { outcome: ended, .. } => outcome(*ended).to_owned(),
        StepPayload::Noted { text } => format!("Note: {text}"),
        StepPayload::Voided { .. } => "Step undone".to_owned(),
    }
}

/// Names the questions whose answer is a risk: "no" to washable, "yes" to everything else.
fn screening_text(answers: &[(ScreeningQuestion, ScreeningAnswer)]) -> String {
    let risks: Vec<_> = answers
        .iter()
        .filter(|(question, answer)| match question {
            ScreeningQuestion::Washable => *answer == ScreeningAnswer::No,
            _ => *answer == ScreeningAnswer::Yes,
        })
        .map(|(question, _)| humanize(question.key()))
        .collect();
    if risks.is_empty() {
        "Screened".to_owned()
    } else {
        format!("Screened; flagged: {}", join_with_and(&risks))
    }
}
