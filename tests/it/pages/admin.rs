//! Administration pages without JavaScript: searching and changing lists, CSV export and import.

use std::fs;
use std::rc::Rc;

use serde_json::json;
use stuffy::config::Settings;
use stuffy::domain::place::{PlaceKind, PlacePolicy};
use stuffy::use_cases::idempotency::IdempotentRequest;
use stuffy::use_cases::places;

use super::browser::{self, Phone, Setup};
use super::page_client::PageClient;
use crate::builders::{check_in, create_tag, room};
use crate::databases::{Database, in_a_browser};
use crate::test_app::{PASSWORD, TestHospital, TestOptions};

/// An admin's browser without JavaScript.
async fn admin_browser(proxy: &Rc<super::proxy::Proxy>) -> Phone {
    let phone = Phone::with(proxy, Setup { script: false, ..Setup::default() }).await;
    phone.sign_in("admin").await;
    phone
}

/// An exported CSV file without its byte order mark.
async fn exported_csv(client: &PageClient, path: &str) -> String {
    let got = client.get(path).await;
    assert_eq!(got.status, 200);
    assert!(got.header("content-disposition").starts_with("attachment; filename=\"stuffy-"));
    assert!(got.header("content-type").starts_with("text/csv"));
    got.text.trim_start_matches('\u{feff}').to_owned()
}

async fn staff_accounts_are_added_changed_and_disabled(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    hospital.admin().await;
    let phone = admin_browser(&proxy).await;
    phone.open("/admin").await;
    phone.tap("a[href='/admin/staff']").await;
    phone.tap("summary").await;
    phone.fill("[name=username]", "flo").await;
    phone.fill("[name=display_name]", "Flo <b>N.</b>").await;
    phone.fill("details [name=password]", "short").await;
    // What the browser would refuse by itself is refused by the server too.
    let client = PageClient::new(&hospital, &hospital.admin().await);
    let form =
        [("username", "flo"), ("display_name", "Flo"), ("role", "staff"), ("password", "short")];
    let refused = client.post("/admin/staff", &form).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text.contains("12 to 128 characters") && refused.text.contains("value=\"flo\"")
    );

    phone.fill("details [name=password]", PASSWORD).await;
    phone.tap("details [type=submit]").await;
    phone.wait_text(".saved", "Added").await;
    assert!(phone.text("h1").await.contains("Flo <b>N.</b>"));
    hospital
        .stranger()
        .post("/sessions", json!({ "username": "flo", "password": PASSWORD }))
        .await
        .expect(201);

    phone.fill("[name=display_name]", "Flo N.").await;
    phone.run("document.querySelector('[name=role]').value = 'lead'", vec![]).await;
    phone.tap(".card [type=submit]").await;
    phone.wait_text(".saved", "Saved").await;
    phone.tap("summary").await;
    phone.fill("[name=password]", "another long password").await;
    phone.tap("details [type=submit]").await;
    phone.wait_text(".saved", "New password").await;
    hospital
        .stranger()
        .post("/sessions", json!({ "username": "flo", "password": PASSWORD }))
        .await
        .expect(401);

    phone.tap("[name=disabled]").await;
    phone.wait_text(".saved", "disabled").await;
    phone.open("/admin/staff?q=FLO").await;
    assert!(phone.text(".ledger").await.contains("disabled"));
    assert_eq!(phone.count(".ledger li").await, 1);
    phone.tap(".ledger a").await;
    phone.tap("[name=disabled]").await;
    phone.wait_text(".saved", "enabled").await;
    let login = hospital
        .stranger()
        .post("/sessions", json!({ "username": "flo", "password": "another long password" }))
        .await
        .expect(201);
    assert_eq!(login["user"]["role"], "lead");

    // Admins cannot disable their own account.
    let me = hospital.admin().await;
    let own = client.get(&format!("/admin/staff/{}", me.id)).await;
    assert!(!own.text.contains("name=\"disabled\""));
    let form = [("revision", own.field("revision")), ("disabled", "yes".to_owned())];
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = client.post(&format!("/admin/staff/{}", me.id), &form).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text.contains("lock yourself out"));
}

async fn a_stale_form_does_not_overwrite_newer_values(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let ward = room(&admin, "Ward 9", "ward").await;
    let client = PageClient::new(&hospital, &admin);
    let paths = [format!("/admin/staff/{}", nurse.id), format!("/admin/places/{ward}")];
    let forms: [&[(&str, &str)]; 2] = [
        &[("display_name", "Second"), ("role", "staff")],
        &[("name", "Second"), ("kind", "ward"), ("entry", "allowed")],
    ];
    for (path, form) in paths.iter().zip(forms) {
        let seen = client.get(path).await.field("revision");
        let first: Vec<_> = form
            .iter()
            .map(
                |(name, value)| if *value == "Second" { (*name, "First") } else { (*name, *value) },
            )
            .collect();
        let sent = [&first[..], &[("revision", &seen)]].concat();
        assert_eq!(client.post(path, &sent).await.status, 303);
        let late = client.post(path, &[form, &[("revision", &seen)]].concat()).await;
        assert_eq!(late.status, 412);
        assert!(late.text.contains("your changes were not saved"), "{}", late.text);
        assert!(late.text.contains("value=\"First\"") && !late.text.contains("Second"));
        // With the revision shown now, the form is accepted.
        let now = late.field("revision");
        assert_eq!(client.post(path, &[form, &[("revision", &now)]].concat()).await.status, 303);
    }
}

async fn places_are_added_changed_and_retired(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    hospital.admin().await;
    let phone = admin_browser(&proxy).await;
    phone.open("/admin/places").await;
    phone.tap("summary").await;
    phone.fill("[name=name]", "OR 12").await;
    phone.run("document.querySelector('[name=kind]').value = 'operating_room'", vec![]).await;
    phone.tap("details [type=submit]").await;
    phone.wait_text(".saved", "Added").await;
    assert_eq!(
        phone.run("return document.querySelector('[name=entry]').value", vec![]).await,
        "if_cleared"
    );
    phone.fill("[name=rewash_hours]", "48").await;
    phone.tap("label.check").await;
    phone.tap(".card [type=submit]").await;
    phone.wait_text(".saved", "Saved").await;
    let listed = hospital.nurse().await.get("/places").await;
    assert_eq!(
        listed["items"][0]["policy"],
        json!({ "entry": "if_cleared", "rewash_hours": 48, "isolation": true })
    );
    phone.tap("[name=active]").await;
    phone.wait_text(".saved", "retired").await;
    phone.open("/admin/places?q=or%2012").await;
    assert!(phone.text(".ledger").await.contains("retired"));

    let client = PageClient::new(&hospital, &hospital.admin().await);
    let duplicate = client.post("/admin/places", &[("name", "OR 12"), ("kind", "ward")]).await;
    assert_eq!(duplicate.status, 409);
    assert!(duplicate.text.contains("This name is already in use"));
}

async fn lists_can_be_searched_and_paged(db: Database) {
    let hospital = TestHospital::start(db).await;
    let admin = hospital.admin().await;
    for nth in 0..60 {
        let request = IdempotentRequest { key: None, render: Box::new(|_| Vec::new()) };
        let name = format!("Bed {nth:02}{}", if nth == 7 { " 100%_!" } else { "" });
        places::create(
            &hospital.app,
            name,
            PlaceKind::Ward,
            PlacePolicy::default_for(PlaceKind::Ward),
            request,
        )
        .await
        .expect("a place");
    }
    let client = PageClient::new(&hospital, &admin);
    let rows = |text: &str| text.matches("<li>").count();
    let first = client.get("/admin/places").await;
    assert_eq!(rows(&first.text), 50);
    let (_, next) = first.text.split_once("class=\"button wide\" href=\"").expect("a next page");
    let next =
        next.split('"').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
    let second = client.get(&next).await;
    assert_eq!(rows(&second.text), 10);
    assert!(second.text.contains("Bed 59") && !second.text.contains("rel=\"next\""));
    for (typed, found) in
        [("bed%200", 10), ("%25", 1), ("_", 1), ("!", 1), ("%25%25", 0), ("BED 07", 1), ("bath", 0)]
    {
        let got = client.get(&format!("/admin/places?q={}", typed.replace(' ', "+"))).await;
        assert_eq!(rows(&got.text), found, "{typed}");
    }
}

async fn tags_are_created_once_found_and_deactivated(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let admin = hospital.admin().await;
    let bear = check_in(&hospital.nurse().await).await;
    let phone = admin_browser(&proxy).await;
    phone.open("/admin/tags").await;
    phone.tap("summary").await;
    phone.fill("[name=count]", "3").await;
    phone.tap("details [type=submit]").await;
    phone.wait_text(".saved", "Tags created").await;
    assert_eq!(phone.count(".ledger li").await, 4);

    let client = PageClient::new(&hospital, &admin);
    let key = client.get("/admin/tags").await.field("once");
    let form = [("once", key.as_str()), ("count", "2"), ("material", "fabric")];
    for _ in 0..2 {
        assert_eq!(client.post("/admin/tags", &form).await.status, 303);
    }
    let other = [("once", key.as_str()), ("count", "9"), ("material", "fabric")];
    assert_eq!(client.post("/admin/tags", &other).await.status, 422);
    phone.open("/admin/tags?state=blank").await;
    assert_eq!(phone.count(".ledger li").await, 5);
    for query in [
        "Biscuit",
        &bear.tag,
        &bear.tag[..6].to_lowercase(),
        &format!("https%3A//stuffy.example/T/{}", bear.tag),
    ] {
        phone.open(&format!("/admin/tags?q={query}")).await;
        assert!(phone.text(".ledger").await.contains(&bear.tag), "{query}");
        assert_eq!(phone.count(".ledger li").await, 1, "{query}");
    }
    phone.tap(".ledger a").await;
    phone.fill("[name=reason]", "chewed").await;
    phone.tap(".bad").await;
    phone.wait_text(".saved", "Tag deactivated").await;
    assert!(phone.text(".facts").await.contains("chewed"));
    assert_eq!(phone.count("[name=reason]").await, 0);
    assert_eq!(
        client.post(&format!("/admin/tags/{}", bear.tag), &[("reason", "again")]).await.status,
        409
    );

    let file = exported_csv(&client, "/admin/tags.csv").await;
    assert_eq!(file.lines().count(), 7);
    let line = file.lines().find(|line| line.starts_with(&bear.tag)).expect("its line");
    assert!(line.contains("/T/") && line.contains("void"), "{line}");
    assert!(!file.contains("Biscuit") && !file.contains("chewed"));
}

async fn staff_import_is_all_or_nothing(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let admin = hospital.admin().await;
    hospital.nurse().await;
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("staff.csv");
    let good = "username,display_name,role,disabled\nnurse,'=Nurse,lead,no\nadmin,The admin,admin,no\nnew.one,\"Müller, Ö\",staff,\n";
    std::fs::write(
        &file,
        format!("{good}Bad Name,X,staff,no\nnurse,Twice,staff,no\nlast,Last,boss,no\n"),
    )
    .expect("a file");
    let phone = admin_browser(&proxy).await;
    phone.open("/admin/staff/import").await;
    phone
        .find("[type=file]")
        .await
        .send_keys(file.display().to_string())
        .await
        .expect("it is chosen");
    phone.tap(".stack [type=submit]").await;
    phone.wait_text(".refused", "lines 5, 6, 7").await;
    let table = phone.text("table").await;
    for message in [
        "username: must be 2 to 40",
        "nurse is already in line 2",
        "role: must be one of: staff, lead, admin",
    ] {
        assert!(table.contains(message), "{message} is not in {table}");
    }
    assert_eq!(phone.count("[name=agreed]").await, 0);

    std::fs::write(&file, good).expect("a file");
    phone.open("/admin/staff/import").await;
    phone
        .find("[type=file]")
        .await
        .send_keys(file.display().to_string())
        .await
        .expect("it is chosen");
    phone.tap(".stack [type=submit]").await;
    phone.wait_text("table", "new").await;
    assert!(phone.text("table").await.contains("changes: name, role"));
    let counts = phone.text(".counts").await;
    assert!(counts.contains("1 to add") && counts.contains("1 unchanged"), "{counts}");
    let client = PageClient::new(&hospital, &admin);
    assert!(
        !exported_csv(&client, "/admin/staff.csv").await.contains("new.one"),
        "a preview changes nothing"
    );
    phone.tap(".stack:has([name=agreed]) [type=submit]").await;
    phone.wait_text(".saved", "rows imported").await;
    phone.wait_text(".ledger", "no password").await;
    let out = exported_csv(&client, "/admin/staff.csv").await;
    assert_eq!(
        out,
        "username,display_name,role,disabled\r\nadmin,The admin,admin,no\r\nnew.one,\"Müller, Ö\",staff,no\r\nnurse,'=Nurse,lead,no\r\n"
    );
    assert!(!out.contains("argon2"));

    // An account without a password cannot sign in; with one it can.
    for password in ["", PASSWORD] {
        let got = client.post("/sign-in", &[("username", "new.one"), ("password", password)]).await;
        assert_eq!(got.status, 401);
    }
    phone.open("/admin/staff?q=new.one").await;
    phone.tap(".ledger a").await;
    phone.tap("summary").await;
    phone.fill("[name=password]", PASSWORD).await;
    phone.tap("details [type=submit]").await;
    phone.wait_text(".saved", "New password").await;
    hospital
        .stranger()
        .post("/sessions", json!({ "username": "new.one", "password": PASSWORD }))
        .await
        .expect(201);
}

async fn import_applies_only_the_confirmed_preview(db: Database) {
    let hospital = TestHospital::start(db).await;
    let admin = hospital.admin().await;
    let ward = room(&admin, "Ward 9", "ward").await;
    let client = PageClient::new(&hospital, &admin);
    let list = "name,kind,rewash_hours\nWard 9,intensive_care,24\nPACU 3,recovery,\n";
    let look = client.post("/admin/places/import", &[("list", list)]).await;
    assert_eq!(look.status, 200);
    let agreed = look.field("agreed");
    // Someone else changes one of the places after the preview.
    let before = admin.get(&format!("/places/{ward}")).await;
    admin
        .patch(
            &format!("/places/{ward}"),
            &before["revision"],
            json!({ "policy": { "isolation": true } }),
        )
        .await
        .expect(200);
    let late = client.post("/admin/places/import", &[("list", list), ("agreed", &agreed)]).await;
    assert_eq!(late.status, 412);
    let other = client
        .post(
            "/admin/places/import",
            &[("list", &list.replace("PACU 3", "PACU 4")), ("agreed", &late.field("agreed"))],
        )
        .await;
    assert_eq!(other.status, 412);
    assert_eq!(
        exported_csv(&client, "/admin/places.csv").await,
        "name,kind,entry,rewash_hours,isolation,active\r\nWard 9,ward,allowed,,yes,yes\r\n"
    );
    let done = client
        .post("/admin/places/import", &[("list", list), ("agreed", &late.field("agreed"))])
        .await;
    assert_eq!((done.status, done.header("location")), (303, "/admin/places?said=brought-in"));
    let out = exported_csv(&client, "/admin/places.csv").await;
    assert_eq!(
        out,
        "name,kind,entry,rewash_hours,isolation,active\r\nPACU 3,recovery,allowed,,no,yes\r\nWard 9,intensive_care,allowed,24,yes,yes\r\n"
    );
    // Importing the exported file changes nothing.
    let same = client.post("/admin/places/import", &[("list", &out)]).await;
    assert!(same.text.contains("<strong>2</strong> unchanged"), "{}", same.text);
    // Admins cannot disable their own account by an import.
    let list = "username,display_name,role,disabled\nadmin,The admin,admin,yes\n";
    let refused = client.post("/admin/staff/import", &[("list", list)]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("lock yourself out"));
}

async fn settings_page_shows_every_setting_but_no_secret(db: Database) {
    let hospital = TestHospital::start(db).await;
    let client = PageClient::new(&hospital, &hospital.admin().await);
    let text = client.get("/admin/settings").await.text;
    let files = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/config")).expect("a folder");
    let config: String = files
        .map(|file| fs::read_to_string(file.expect("a file").path()).expect("a source file"))
        .collect();
    let variables: Vec<_> =
        config.split("env = \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(variables.len() > 50, "{variables:?}");
    for variable in variables {
        assert!(text.contains(variable), "{variable} is not on the page of settings");
    }
    assert!(
        text.contains("Hours for which") && text.contains("gown, mask") && text.contains("default")
    );
    assert!(!text.contains("sqlite://stuffy.db") && text.contains("set (hidden)"));
}

async fn a_service_token_is_shown_once(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    hospital.admin().await;
    let phone = admin_browser(&proxy).await;
    phone.open("/admin/tokens").await;
    phone.tap("summary").await;
    phone.fill("[name=name]", "HL7 bridge").await;
    phone.tap("label.check:has([value='visits:read'])").await;
    phone.tap("details [type=submit]").await;
    let token = phone.text(".token").await;
    let bridge = hospital.stranger().with_token(token.trim());
    bridge.get("/visits").await.expect(200);
    phone.open("/admin/tokens").await;
    assert!(!phone.everything().await.contains(&token));
    phone.tap("[aria-label='Revoke HL7 bridge']").await;
    phone.wait_text(".saved", "Revoked").await;
    bridge.get("/visits").await.expect(401);
}

async fn admin_pages_are_accessible(db: Database) {
    let (hospital, proxy) = browser::hospital(db, TestOptions::default()).await;
    let admin = hospital.admin().await;
    let nurse = hospital.nurse().await;
    let ward = room(&admin, "Ward 9", "ward").await;
    let blank = create_tag(&nurse).await;
    let bear = check_in(&nurse).await;
    let phone = Phone::new(&proxy).await;
    phone.sign_in("admin").await;
    let paths = [
        "/".to_owned(),
        "/admin".to_owned(),
        "/admin/staff".to_owned(),
        format!("/admin/staff/{}", nurse.id),
        "/admin/staff/import".to_owned(),
        "/admin/places".to_owned(),
        format!("/admin/places/{ward}"),
        "/admin/tags".to_owned(),
        format!("/admin/tags/{}", bear.tag),
        format!("/admin/tags/{blank}"),
        "/admin/settings".to_owned(),
        "/admin/tokens".to_owned(),
    ];
    let desk = Phone::with(&proxy, Setup { size: (1280, 900), ..Setup::default() }).await;
    desk.sign_in("admin").await;
    desk.dark(true).await;
    for (nth, path) in paths.iter().enumerate() {
        phone.open(path).await;
        phone
            .run(
                "for (const more of document.querySelectorAll('details')) more.open = true",
                vec![],
            )
            .await;
        phone.is_accessible(path).await;
        phone.screenshot(&format!("admin-{nth}")).await;
        desk.open(path).await;
        desk.screenshot(&format!("admin-{nth}-desk")).await;
    }
    phone.open("/admin/places/import").await;
    phone.fill("[name=list]", "name,kind\nWard 9,recovery\nWard 10,ward\nWard 11,nowhere\n").await;
    phone.press(".stack [type=submit]").await;
    phone.find("table").await;
    phone.is_accessible("import preview").await;
    phone.screenshot("admin-import").await;
}

in_a_browser!(
    staff_accounts_are_added_changed_and_disabled,
    a_stale_form_does_not_overwrite_newer_values,
    places_are_added_changed_and_retired,
    lists_can_be_searched_and_paged,
    tags_are_created_once_found_and_deactivated,
    staff_import_is_all_or_nothing,
    import_applies_only_the_confirmed_preview,
    settings_page_shows_every_setting_but_no_secret,
    a_service_token_is_shown_once,
    admin_pages_are_accessible,
);

#[test]
fn a_setting_reports_where_its_value_comes_from() {
    use stuffy::config::{Origin, Value};
    let line = ["stuffy", "--clean-hours", "12", "--metrics-token", "hush"];
    let settings = Settings::from_args(&line).expect("settings").setting_info;
    let of = |variable: &str| settings.iter().find(|one| one.variable == variable).expect(variable);
    assert_eq!(of("STUFFY_CLEAN_HOURS").value, Value::Visible("12".to_owned()));
    assert_eq!(of("STUFFY_CLEAN_HOURS").origin, Origin::Flag);
    assert_eq!(of("STUFFY_WARD_DAYS").value, Value::Visible("7".to_owned()));
    assert_eq!(of("STUFFY_WARD_DAYS").origin, Origin::Default);
    assert_eq!(of("STUFFY_METRICS_TOKEN").value, Value::Secret);
    assert_eq!(of("STUFFY_PUBLIC_URL").value, Value::Unset);
    assert_eq!(of("STUFFY_LOG_JSON").value, Value::Visible("false".to_owned()));
    assert!(
        settings.iter().all(|one| !one.description.is_empty() && !one.description.contains("(R"))
    );
}
