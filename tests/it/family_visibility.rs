//! Everything a family can be shown: `docs/family.md` is complete, and no output contains anything
//! else.

use std::rc::Rc;

use serde_json::{Value, json};
use stuffy::domain::family::{FamilyStatus, Language};
use stuffy::domain::outfit::Item;
use stuffy::domain::string_enum::StringEnum as _;
use stuffy::i18n;

use crate::builders::{self, Bear, Rooms, check_in_with, clear_screening};
use crate::databases::{Database, on_both_databases};
use crate::printing::readers;
use crate::test_app::{Actor, TestHospital, TestOptions};

const DOC: &str = include_str!("../../docs/family.md");

/// Texts by staff that no family may find.
const STAFF_WORDS: [&str; 6] =
    ["Zebulon", "Quillfeather", "drowsy", "postponed", "vomited", "MRN-0042"];

/// Clinical terms, whatever their source.
const CLINIC: [&str; 22] = [
    "operating",
    "operation",
    "surgery",
    "surgeon",
    "theatre",
    "recovery",
    "imaging",
    "mri",
    "pacu",
    "ward",
    "intensive",
    "bay",
    "sterile",
    "bypass",
    "ecmo",
    "anaesthesia",
    "anesthesia",
    "patient",
    "nurse",
    "unit",
    "asleep",
    "stable",
];

#[test]
fn family_messages_doc_lists_every_status() {
    for status in FamilyStatus::ALL {
        let (family, child) = (
            i18n::status_text(Language::English, *status, "Biscuit"),
            i18n::child_status_text(Language::English, *status, "Biscuit"),
        );
        let row = format!("| `{}` | {family} | {child} |", status.key());
        assert!(DOC.contains(&row), "docs/family.md lacks: {row}");
    }
    let deeds = FamilyStatus::ALL.iter().filter_map(|status| {
        let deed = i18n::past_status(Language::English, *status)?;
        Some(format!("| `{}` | {deed} |", status.key()))
    });
    let deeds: Vec<_> = deeds.collect();
    for row in &deeds {
        assert!(DOC.contains(row), "docs/family.md lacks: {row}");
    }
    let rows = DOC.lines().filter(|line| line.starts_with("| `")).count();
    let known = FamilyStatus::ALL.len() + deeds.len();
    assert_eq!(rows, known, "docs/family.md has rows that the program does not know");
    for item in Item::ALL {
        let wears = i18n::outfit_text(Language::English, &[*item].into(), "It").expect("a piece");
        let piece = wears
            .trim_start_matches("It wears ")
            .trim_start_matches("a ")
            .trim_end_matches('.')
            .to_owned();
        assert!(DOC.contains(&piece), "docs/family.md lacks {piece}");
    }
    assert_eq!(Language::ALL.len(), 10, "docs/family.md says ten languages");
}

/// One response that a family's phone receives.
struct Surface {
    what: String,
    /// The whole response.
    raw: String,
    /// The part that people can read or hear.
    text: String,
}

/// Everything that this link shows now.
async fn surfaces(parent: &Actor, token: &str) -> Vec<Surface> {
    let mut all = Vec::new();
    for language in Language::ALL {
        let lang = language.key();
        let json = parent.get(&format!("/family/{token}?lang={lang}")).await.expect(200).body;
        all.push(of_json(format!("the API's answer in {lang}"), json));
        for view in ["", "&view=child"] {
            let raw = page(parent, &format!("/f/{token}?lang={lang}{view}")).await;
            all.push(Surface { what: format!("the page in {lang}{view}"), text: read(&raw), raw });
        }
    }
    all.extend(keepsakes(parent, token).await);
    let manifest = page(parent, &format!("/f/{token}/app.webmanifest")).await;
    all.push(of_json("the home screen".to_owned(), serde_json::from_str(&manifest).expect("JSON")));
    let mut stream = parent.watch_at(&format!("/family/{token}/events"), &[]).await;
    all.push(of_json("the stream".to_owned(), stream.state().await.data));
    all
}

/// The card, as a page and as a PDF, and the passport, if there are any.
async fn keepsakes(parent: &Actor, token: &str) -> Vec<Surface> {
    let mut all = Vec::new();
    for language in Language::ALL {
        let lang = language.key();
        for leaf in ["card", "passport"] {
            let path = format!("{}/f/{token}/{leaf}?lang={lang}", parent.hospital.base());
            let answer = parent.hospital.client().get(path).send().await.expect("an answer");
            if answer.status() == 200 {
                let raw = answer.text().await.expect("text");
                all.push(Surface { what: format!("the {leaf} in {lang}"), text: read(&raw), raw });
            }
        }
        let printed = parent.get(&format!("/family/{token}/card.pdf?lang={lang}")).await;
        if printed.status == 200 {
            let text = readers::words(&printed.bytes);
            all.push(Surface {
                what: format!("the printed card in {lang}"),
                raw: text.clone(),
                text,
            });
        }
    }
    all
}

/// The response of a path outside the API.
async fn page(parent: &Actor, path: &str) -> String {
    let asked = parent.hospital.client().get(format!("{}{path}", parent.hospital.base()));
    let answer = asked.send().await.expect("an answer").error_for_status().expect("a page");
    answer.text().await.expect("text")
}

/// A JSON response; its keys `stage` and `gowning` are on no page.
fn of_json(what: String, mut json: Value) -> Surface {
    let raw = json.to_string();
    for friend in json["companions"].as_array_mut().into_iter().flatten() {
        let friend = friend.as_object_mut().expect("a friend");
        friend.remove("stage");
        friend.remove("gowning");
    }
    Surface { what, raw, text: json.to_string() }
}

/// The text of a page: between its tags and in readable attributes.
fn read(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        let (tag, rest) = part.split_once('>').unwrap_or(("", part));
        for attribute in ["alt=\"", "title=\"", "aria-label=\"", "data-live=\"", "data-not-live=\""]
        {
            text.extend(
                tag.split(attribute)
                    .skip(1)
                    .filter_map(|value| value.split('"').next())
                    .map(|value| format!(" {value} ")),
            );
        }
        text.push_str(rest);
        text.push(' ');
    }
    text
}

fn is_a_word_of(word: &str, text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .any(|part| part.eq_ignore_ascii_case(word))
}

/// Checks that no output contains anything that a family may not know.
async fn nothing_slips(hospital: &Rc<TestHospital>, token: &str, bear: &Bear, never: &[String]) {
    let parent = hospital.stranger();
    for surface in surfaces(&parent, token).await {
        for secret in never {
            assert!(
                !surface.raw.to_lowercase().contains(&secret.to_lowercase()),
                "{} holds {secret:?}: {}",
                surface.what,
                surface.raw
            );
        }
        for id in [&bear.child, &bear.companion, &bear.visit, &bear.journey] {
            assert!(
                !surface.raw.contains(id.as_str()),
                "{} holds an id: {}",
                surface.what,
                surface.raw
            );
        }
        for word in CLINIC {
            assert!(
                !is_a_word_of(word, &surface.text),
                "{} says {word:?}: {}",
                surface.what,
                surface.text
            );
        }
    }
}

async fn r4_r34_no_family_output_contains_place_person_code_or_clinical_term(db: Database) {
    let hospital = TestHospital::start_with(db, TestOptions::with_long_sessions()).await;
    let (admin, nurse, lead) =
        (hospital.admin().await, hospital.nurse().await, hospital.lead().await);
    let rooms = Rooms::open(&admin).await;
    let child = json!({ "alias": "Zebulon", "patient_ref": "MRN-0042" });
    let companion = json!({ "name": "Biscuit", "species": "bear", "description": "drowsy eyes", "screening": clear_screening() });
    let bear = check_in_with(
        &nurse,
        json!({ "child": child, "companion": companion, "place_id": rooms.door }),
    )
    .await;
    let page =
        builders::invite_with(&nurse, &bear.visit, json!({ "relation": "guardian" })).await.api();
    let token = page.trim_start_matches("/family/").to_owned();
    let places = admin.get("/places?limit=200").await.expect(200).all("items", "name");
    let code = bear.tag.replace('-', "");
    let mut never: Vec<String> = STAFF_WORDS.map(str::to_owned).to_vec();
    never.extend(places);
    never.extend(["The nurse", "The lead", "The admin"].map(str::to_owned));
    never.extend([bear.tag.clone(), code]);
    let mut told = Vec::new();
    let way = [
        json!({ "actions": builders::prepared_for_surgery(), "place_id": rooms.pre_op }),
        json!({ "actions": [{ "kind": "noted", "text": "child drowsy, case postponed, vomited" }] }),
        json!({ "actions": [{ "kind": "handed_over", "to": "staff", "name": "Quillfeather" }] }),
        json!({ "actions": [{ "kind": "moved", "place_id": rooms.operating_room, "resting_place": "shelf" }] }),
        json!({ "actions": [{ "kind": "undressed", "items": ["mask"] }] }),
        json!({ "actions": [{ "kind": "moved", "place_id": rooms.imaging }], "override": { "rules": ["imaging_metal"], "reason": "postponed once" } }),
        json!({ "actions": [{ "kind": "reported_missing" }] }),
        json!({ "actions": [{ "kind": "moved", "place_id": rooms.recovery }] }),
        json!({ "actions": [{ "kind": "undressed", "items": ["gown"] }, { "kind": "dressed", "items": ["id_band", "bandage", "cast"] }] }),
        json!({ "actions": [{ "kind": "moved", "place_id": rooms.ward }] }),
        json!({ "actions": [{ "kind": "reunited", "with": "child" }] }),
        json!({ "actions": [{ "kind": "closed", "outcome": "with_child" }] }),
    ];
    for step in way {
        hospital.wait_minutes(5);
        lead.scan(&bear.tag, step).await.expect(201);
        nothing_slips(&hospital, &token, &bear, &never).await;
        let seen = hospital.stranger().get(&page).await.expect(200);
        told.push(seen.text("companions/0/status/key"));
    }
    assert!(
        keepsakes(&hospital.stranger(), &token).await.len() == Language::ALL.len(),
        "there is a passport and no card"
    );
    let signed = builders::proposal(&nurse, &bear, "paper").await;
    assert!(signed.to_string().contains("Quillfeather"), "{signed}");
    lead.put(&format!("/journeys/{}/card", bear.journey), signed).await.expect(200);
    assert_eq!(keepsakes(&hospital.stranger(), &token).await.len(), 3 * Language::ALL.len());
    nothing_slips(&hospital, &token, &bear, &never).await;
    told.dedup();
    assert_eq!(
        told,
        ["dressed_and_ready", "standing_watch", "waiting_close_by", "back_together", "going_home"]
    );
}

on_both_databases!(r4_r34_no_family_output_contains_place_person_code_or_clinical_term,);
