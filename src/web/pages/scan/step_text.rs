//! What happened in a step, in words.

use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::journey::action::{Action, HolderKind};
use crate::domain::journey::step::StepPayload;
use crate::domain::string_enum::StringEnum as _;
use crate::web::pages::shared::text::{
    alternative, capitalize, cleaned, holder, humanize, item_names, join_with_and, outcome, soiling,
};

/// `place` is the name of the place in the step, if it has one.
pub(super) fn step_text(payload: &StepPayload, place: &str) -> String {
    match payload {
        StepPayload::Action(action) => action_text(action, place),
        StepPayload::CheckedIn { .. } => "Checked in".to_owned(),
        StepPayload::Sighted => "Seen".to_owned(),
        StepPayload::Voided { .. } => "Step undone".to_owned(),
    }
}

fn action_text(action: &Action, place: &str) -> String {
    match action {
        Action::Moved { resting_place: Some(resting_place), .. } => {
            format!("In {place}, {}", humanize(resting_place))
        }
        Action::Moved { .. } => format!("In {place}"),
        Action::Dressed(dressed) => {
            format!("{} on", capitalize(&item_names(dressed.items.iter().map(|worn| &worn.item))))
        }
        Action::Undressed { items } => format!("{} off", capitalize(&item_names(items))),
        Action::Screened { answers } => screening_text(answers),
        Action::Cleaned { method, bagged, .. } => {
            format!("{}{}", cleaned(*method), if *bagged { ", sealed bag" } else { "" })
        }
        Action::Soiled { cause } => soiling(*cause).to_owned(),
        Action::HandedOver { to: HolderKind::Place, .. } => "Left in place".to_owned(),
        Action::HandedOver { to, name } => {
            format!("Handed over to {}", name.as_deref().unwrap_or(holder(*to)))
        }
        Action::Found { place: Some(_) } => format!("Found in {place}"),
        Action::Declined { reason, alternative: instead } => {
            format!("Not going to the OR: {reason}. {}", alternative(*instead))
        }
        Action::Reunited { with_guardian: false } => "Returned to child".to_owned(),
        Action::Reunited { with_guardian: true } => "Returned to guardian".to_owned(),
        Action::Closed { outcome: ended, .. } => outcome(*ended).to_owned(),
        Action::Noted { text } => format!("Note: {text}"),
        // Every other kind is told by its key.
        _ => capitalize(&humanize(action.kind())),
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
