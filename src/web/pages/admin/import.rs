//! CSV import: first a preview of every row, then all rows or none.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::import_preview::ImportPreview;
use super::import_rows::{self, ParsedRows};
use crate::use_cases::import_csv::{self, ImportResult};
use crate::web::csv_table::{self, Columns};
use crate::web::extract::callers::{AdminCaller, StaffCaller};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::form::ImportForm;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;

/// What is imported.
struct ImportKind {
    title: &'static str,
    path: &'static str,
    columns: Columns,
    export_path: &'static str,
    advice: &'static str,
}

const STAFF: ImportKind = ImportKind {
    title: "Import staff",
    path: "/admin/staff",
    columns: Columns { required: &["username", "display_name", "role"], optional: &["disabled"] },
    export_path: "/admin/staff.csv",
    advice: "New accounts have no password. They cannot sign in until you set one.",
};

const PLACES: ImportKind = ImportKind {
    title: "Import places",
    path: "/admin/places",
    columns: Columns {
        required: &["name", "kind"],
        optional: &["entry", "rewash_hours", "isolation", "active"],
    },
    export_path: "/admin/places.csv",
    advice: "Places are matched by name: a row with a new name adds a place.",
};

#[derive(Template)]
#[template(path = "admin/import.html")]
struct ImportTemplate<'a> {
    frame: Layout,
    kind: &'a ImportKind,
    error: Option<String>,
    csv: &'a str,
    preview: Option<ImportPreview>,
}

/// What the page shows besides the form.
#[derive(Default)]
struct ImportPage {
    status: StatusCode,
    /// What is wrong with the file as a whole, or why nothing was imported.
    error: Option<String>,
    preview: Option<ImportPreview>,
}

impl ImportPage {
    fn invalid(error: String) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, error: Some(error), preview: None }
    }
}

/// `GET /admin/staff/import`
pub(crate) async fn staff(
    admin: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    render(&request, &admin, &STAFF, &Form::default(), ImportPage::default()).await
}

/// `GET /admin/places/import`
pub(crate) async fn places(
    admin: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    render(&request, &admin, &PLACES, &Form::default(), ImportPage::default()).await
}

/// `POST /admin/staff/import`: a preview, or the import if the form confirms a preview.
pub(crate) async fn import_staff(
    admin: AdminCaller,
    request: HtmlRequest,
    ImportForm(form): ImportForm,
) -> Result<HttpResponse, PageError> {
    let parsed = submitted_csv(&form)
        .and_then(|csv| import_rows::parse(csv, STAFF.columns, import_rows::staff));
    let mut parsed = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            return render(&request, &admin, &STAFF, &form, ImportPage::invalid(error)).await;
        }
    };
    let (rows, confirmed) = (std::mem::take(&mut parsed.rows), confirmed_preview(&form, &parsed));
    let outcome = import_csv::import_staff(request.app(), admin.actor, rows, confirmed).await?;
    finish(&request, &admin, &STAFF, &form, parsed, outcome).await
}

/// `POST /admin/places/import`: like [`import_staff`].
pub(crate) async fn import_places(
    admin: AdminCaller,
    request: HtmlRequest,
    ImportForm(form): ImportForm,
) -> Result<HttpResponse, PageError> {
    let parsed = submitted_csv(&form)
        .and_then(|csv| import_rows::parse(csv, PLACES.columns, import_rows::place));
    let mut parsed = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            return render(&request, &admin, &PLACES, &form, ImportPage::invalid(error)).await;
        }
    };
    let (rows, confirmed) = (std::mem::take(&mut parsed.rows), confirmed_preview(&form, &parsed));
    let outcome = import_csv::import_places(request.app(), rows, confirmed).await?;
    finish(&request, &admin, &PLACES, &form, parsed, outcome).await
}

/// The uploaded file or the pasted text.
fn submitted_csv(form: &Form) -> Result<&str, String> {
    let csv = match (form.raw("file"), form.raw("list")) {
        ("", pasted) => pasted,
        (file, pasted) if pasted.trim().is_empty() => file,
        _ => return Err("Choose a file or paste rows, not both.".to_owned()),
    };
    if csv.len() > csv_table::MAX_BYTES {
        return Err("The file is larger than 1 MiB. Split it into several files.".to_owned());
    }
    if csv.trim().is_empty() { Err("Choose a file, or paste rows.".to_owned()) } else { Ok(csv) }
}

/// The fingerprint of the preview that the admin confirmed. A file with bad rows cannot be confirmed.
fn confirmed_preview<T>(form: &Form, parsed: &ParsedRows<T>) -> Option<Vec<u8>> {
    let confirmation = form.get("agreed").filter(|_| parsed.errors.is_empty())?;
    Some(URL_SAFE_NO_PAD.decode(confirmation).unwrap_or_default())
}

/// Redirects to the list after an import; otherwise shows the preview and why nothing was imported.
async fn finish<T>(
    request: &HtmlRequest,
    admin: &StaffCaller,
    kind: &ImportKind,
    form: &Form,
    parsed: ParsedRows<T>,
    outcome: ImportResult,
) -> Result<HttpResponse, PageError> {
    if outcome.imported {
        return Ok(see_other(&format!("{}?said=brought-in", kind.path)));
    }
    let is_valid = parsed.errors.is_empty() && !outcome.has_errors();
    let preview = ImportPreview::new(parsed, &outcome, is_valid);
    let result = if !is_valid {
        let error = format!("Fix the invalid rows first: {}.", preview.invalid_rows());
        ImportPage { preview: Some(preview), ..ImportPage::invalid(error) }
    } else if form.get("agreed").is_some() {
        let error =
            "Something changed since the preview, so nothing was imported. Check the new preview.";
        ImportPage {
            status: StatusCode::PRECONDITION_FAILED,
            error: Some(error.to_owned()),
            preview: Some(preview),
        }
    } else {
        ImportPage { preview: Some(preview), ..ImportPage::default() }
    };
    render(request, admin, kind, form, result).await
}

async fn render(
    request: &HtmlRequest,
    admin: &StaffCaller,
    kind: &ImportKind,
    form: &Form,
    result: ImportPage,
) -> Result<HttpResponse, PageError> {
    let frame = Layout::for_staff(request, admin, kind.title).await?;
    let ImportPage { status, error, preview } = result;
    // If both a file and pasted text were sent, the pasted text stays in the form.
    let csv = submitted_csv(form).unwrap_or_else(|_| form.raw("list"));
    page(status, &ImportTemplate { frame, kind, error, csv, preview })
}
