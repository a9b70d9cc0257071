//! The outfit: dressing, undressing, pieces still on, and their materials (R11, R13, R14).

use stuffy::domain::account::person::Role;
use stuffy::domain::journey::action::{Action, DressedItems, Outcome};
use stuffy::domain::journey::clearance::Blocker;
use stuffy::domain::journey::rule::Rule;
use stuffy::domain::journey::step::StepPayload;
use stuffy::domain::outfit::{Catalogue, Gowning, Item, Outfit};
use stuffy::domain::place::PlaceKind;
use stuffy::domain::string_enum::StringEnum as _;

use super::builders::{Scene, closed, dressed, harmless, moved, undressed};

const OR: PlaceKind = PlaceKind::OperatingRoom;

fn gowning(bear: &Scene) -> Gowning {
    bear.state().gowning(&bear.rules.required_outfit)
}

fn with_latex_precaution(items: &[Item]) -> StepPayload {
    let site = Catalogue::default();
    let items = items.iter().map(|&item| site.with_markings(item)).collect();
    StepPayload::Action(Action::Dressed(DressedItems { items, latex_precaution: true }))
}

#[test]
fn r13_each_piece_goes_on_and_off_separately() {
    for &item in Item::ALL {
        let on = Scene::checked_in().then(dressed(&[item]));
        assert_eq!(on.state().worn(), Outfit::from([item]));
        let off = on.then(undressed(&[item])).state();
        assert_eq!((off.worn(), off.ever_worn), (Outfit::new(), Outfit::from([item])));
    }
    let all = Scene::checked_in().then(dressed(Item::ALL)).then(undressed(&[Item::Cap])).state();
    assert_eq!(all.worn().len(), Item::ALL.len() - 1);
}

#[test]
fn r13_dressing_twice_and_undressing_what_is_not_on_change_nothing() {
    let bear = Scene::checked_in().then(dressed(&[Item::Gown, Item::Gown]));
    assert_eq!(bear.state().worn(), bear.then(undressed(&[Item::Mask])).state().worn());
}

#[test]
fn r13_no_counted_goods_are_in_the_catalogue() {
    let words = ["sponge", "towel", "swab", "gauze", "needle"];
    let counted = |item: &Item| words.iter().any(|word| item.key().contains(word));
    assert!(!Item::ALL.iter().any(counted));
}

#[test]
fn r13_leaving_the_operating_room_lists_the_pieces_still_on() {
    let out = Scene::ready().then(moved(OR)).then(moved(PlaceKind::Recovery));
    let concerns = out.state().concerns;
    assert_eq!(out.concerns(), ["still_dressed"]);
    assert_eq!((concerns[0].cause, concerns[0].at), (out.last(), out.now));
    assert_eq!(concerns[0].detail, "still on: gown, mask");
    let half = out.then(undressed(&[Item::Gown]));
    assert_eq!(half.concerns(), ["still_dressed"]);
    assert_eq!(half.then(undressed(&[Item::Mask])).concerns(), [""; 0]);
}

#[test]
fn r13_inside_the_operating_room_nothing_is_listed() {
    let inside = Scene::ready().then(moved(OR));
    assert_eq!(inside.concerns(), [""; 0]);
    assert_eq!(inside.clone().then(moved(OR)).concerns(), [""; 0]);
    let out_and_in = inside.then(moved(PlaceKind::Recovery)).then(moved(OR));
    assert_eq!(out_and_in.concerns(), [""; 0]);
}

#[test]
fn r13_bandage_cast_and_id_band_stay_on() {
    let keepsakes = [Item::IdBand, Item::Bandage, Item::Cast];
    let bear = Scene::ready().then(undressed(&[Item::Gown, Item::Mask])).then(dressed(&keepsakes));
    assert_eq!(bear.state().removable_items(), Outfit::new());
    assert_eq!(bear.then(moved(OR)).then(moved(PlaceKind::Recovery)).concerns(), [""; 0]);
    for &item in Item::ALL {
        assert_eq!(item.stays_on(), keepsakes.contains(&item), "{item:?}");
    }
}

#[test]
fn r13_closing_the_journey_clears_the_reminder() {
    let home = Scene::ready()
        .then(moved(OR))
        .then(moved(PlaceKind::Recovery))
        .then(closed(Outcome::WithChild));
    assert_eq!(home.concerns(), [""; 0]);
}

#[test]
fn r13_any_staff_may_override_still_dressed() {
    let blocker = Blocker::still_dressed(&[Item::Gown].into());
    assert_eq!((blocker.rule, blocker.override_role), (Rule::StillDressed, Some(Role::Staff)));
}

#[test]
fn r11_a_latex_piece_raises_a_concern_for_a_child_with_a_latex_precaution() {
    for &item in Item::ALL {
        let bear = Scene::checked_in().then(with_latex_precaution(&[item]));
        let harmful = matches!(item, Item::Gloves | Item::Bandage);
        let expected = if harmful { vec!["latex_item"] } else { vec![] };
        assert_eq!(bear.concerns(), expected, "{item:?}");
        assert_eq!(Scene::checked_in().then(dressed(&[item])).concerns(), [""; 0]);
    }
}

#[test]
fn r11_latex_cannot_be_overridden() {
    let piece = Catalogue::default().with_markings(Item::Gloves);
    let blocker = Blocker::latex(&[piece]);
    assert_eq!((blocker.rule, blocker.override_role), (Rule::LatexItem, None));
    assert!(blocker.detail.contains("gloves"));
    let forced = Scene::checked_in()
        .then_overriding(&[Rule::LatexItem], with_latex_precaution(&[Item::Gloves]));
    assert_eq!(forced.concerns(), ["latex_item"]);
}

#[test]
fn the_gowning_goes_from_not_started_to_taken_off() {
    let bear = Scene::checked_in();
    assert_eq!(gowning(&bear), Gowning::NotStarted);
    let half = bear.then(dressed(&[Item::Mask]));
    assert_eq!(gowning(&half), Gowning::Partly);
    let full = half.then(dressed(&[Item::Gown, Item::Cap]));
    assert_eq!(gowning(&full), Gowning::Gowned);
    let less = full.then(undressed(&[Item::Gown]));
    assert_eq!(gowning(&less), Gowning::Partly);
    let bare = less.then(undressed(&[Item::Mask, Item::Cap]));
    assert_eq!(gowning(&bare), Gowning::TakenOff);
}

#[test]
fn pieces_that_stay_on_are_no_gowning() {
    let bear = Scene::checked_in().then(dressed(&[Item::IdBand, Item::Cast]));
    assert_eq!(gowning(&bear), Gowning::NotStarted);
    let after =
        Scene::ready().then(dressed(&[Item::Bandage])).then(undressed(&[Item::Gown, Item::Mask]));
    assert_eq!(gowning(&after), Gowning::TakenOff);
}

#[test]
fn a_bare_companion_is_not_gowned_even_if_nothing_is_required() {
    let easy = stuffy::domain::site_rules::SiteRules {
        required_outfit: Outfit::new(),
        ..Default::default()
    };
    let bear = Scene::checked_in_under(easy, harmless());
    assert_eq!(gowning(&bear), Gowning::NotStarted);
    assert_eq!(gowning(&bear.then(dressed(&[Item::Cap]))), Gowning::Gowned);
}
