//! A list from a spreadsheet: first a look at what would come of each line, then all of it or nothing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::import_rows::{self, Read};
use crate::domain::account::person::Role;
use crate::use_cases::import_csv::{self, ImportResult, RowOutcome};
use crate::web::csv_table::{self, Columns};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::{Form, HtmlRequest, SignedInStaff};
use crate::web::pages::{page, see_other};
use crate::web::problem_code::ProblemCode;

/// What a list is of.
struct Of {
    title: &'static str,
    path: &'static str,
    columns: Columns,
    file: &'static str,
    advice: &'static str,
}

const STAFF: Of = Of {
    title: "Bring in staff",
    path: "/admin/staff",
    columns: Columns { needed: &["username", "display_name", "role"], optional: &["disabled"] },
    file: "/admin/staff.csv",
    advice: "Whoever is new gets no password. They cannot sign in until you set one for them.",
};

const PLACES: Of = Of {
    title: "Bring in places",
    path: "/admin/places",
    columns: Columns {
        needed: &["name", "kind"],
        optional: &["entry", "rewash_hours", "isolation", "active"],
    },
    file: "/admin/places.csv",
    advice: "A place is known by its name: a line with another name adds a place.",
};

#[derive(Template)]
#[template(path = "admin/import.html")]
struct Shown<'a> {
    frame: Layout,
    of: &'a Of,
    /// What is wrong with the list as a whole, or that it is not done.
    refused: Option<String>,
    list: &'a str,
    look: Option<Look>,
}

/// What the page has to say.
#[derive(Default)]
struct ImportTemplate {
    status: StatusCode,
    refused: Option<String>,
    look: Option<Look>,
}

/// What would come of the lines.
struct Look {
    /// The lines that are refused or change something, each with what comes of it.
    lines: Vec<Told>,
    counts: [(usize, &'static str); 4],
    /// What is agreed to by going on; none where a line is refused.
    seal: Option<String>,
}

struct Told {
    number: u64,
    about: String,
    fate: String,
    class: &'static str,
}

/// `GET /admin/staff/import`
///
/// # Errors
/// Not for this role.
pub async fn staff(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    show(&asked, &me, &STAFF, &Form::default(), ImportTemplate::default()).await
}

/// `GET /admin/places/import`
///
/// # Errors
/// Not for this role.
pub async fn places(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    show(&asked, &me, &PLACES, &Form::default(), ImportTemplate::default()).await
}

/// `POST /admin/staff/import`: a look, or the deed where the form says what was agreed to.
///
/// # Errors
/// Not for this role; what can be mended shows the page again.
pub async fn import_staff(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    let form = asked.form()?;
    let list = given(&form);
    let read = list.and_then(|list| import_rows::read(list, STAFF.columns, import_rows::staff));
    let mut read = match read {
        Ok(read) => read,
        Err(why) => return show(&asked, &me, &STAFF, &form, ImportTemplate::wrong(why)).await,
    };
    let said = std::mem::take(&mut read.lines);
    let agreed = agreed(&form, &read);
    let outcome = import_csv::import_staff(asked.app(), me.actor, said, agreed).await?;
    conclude(&asked, &me, &STAFF, &form, read, outcome).await
}

/// `POST /admin/places/import`: as for staff.
///
/// # Errors
/// As there.
pub async fn import_places(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    let form = asked.form()?;
    let list = given(&form);
    let read = list.and_then(|list| import_rows::read(list, PLACES.columns, import_rows::place));
    let mut read = match read {
        Ok(read) => read,
        Err(why) => return show(&asked, &me, &PLACES, &form, ImportTemplate::wrong(why)).await,
    };
    let said = std::mem::take(&mut read.lines);
    let agreed = agreed(&form, &read);
    let outcome = import_csv::import_places(asked.app(), said, agreed).await?;
    conclude(&asked, &me, &PLACES, &form, read, outcome).await
}

/// The list that came: a file, or what was pasted.
fn given(form: &Form) -> Result<&str, String> {
    let list = match (form.whole("file"), form.whole("list")) {
        ("", pasted) => pasted,
        (file, pasted) if pasted.trim().is_empty() => file,
        _ => return Err("Choose a file or paste a list, not both.".to_owned()),
    };
    if list.len() > csv_table::MOST {
        return Err("It is larger than 1 MiB. Bring it in in pieces.".to_owned());
    }
    if list.trim().is_empty() {
        Err("Choose a file, or paste a list.".to_owned())
    } else {
        Ok(list)
    }
}

/// The seal of what somebody agreed to; with a bad line among them nothing can be.
fn agreed<T>(form: &Form, read: &Read<T>) -> Option<Vec<u8>> {
    let seal = form.get("agreed").filter(|_| read.bad.is_empty())?;
    Some(URL_SAFE_NO_PAD.decode(seal).unwrap_or_default())
}

/// To the list where it was done; else to what would come of it, and why it was not.
async fn conclude<T>(
    asked: &HtmlRequest,
    me: &SignedInStaff,
    of: &Of,
    form: &Form,
    read: Read<T>,
    outcome: ImportResult,
) -> Result<HttpResponse, PageError> {
    if outcome.imported {
        return Ok(see_other(&format!("{}?said=brought-in", of.path)));
    }
    let stands = read.bad.is_empty() && !outcome.has_errors();
    let look = Look::of(read, &outcome, stands);
    let page = if !stands {
        let numbers = look.refused();
        let why = format!("Nothing can be brought in while a line is refused: {numbers}.");
        ImportTemplate { look: Some(look), ..ImportTemplate::wrong(why) }
    } else if form.get("agreed").is_some() {
        let why = "Something has changed since you looked, so nothing was done. Look again.";
        ImportTemplate {
            status: StatusCode::PRECONDITION_FAILED,
            refused: Some(why.to_owned()),
            look: Some(look),
        }
    } else {
        ImportTemplate { look: Some(look), ..ImportTemplate::default() }
    };
    show(asked, me, of, form, page).await
}

async fn show(
    asked: &HtmlRequest,
    me: &SignedInStaff,
    of: &Of,
    form: &Form,
    page_of: ImportTemplate,
) -> Result<HttpResponse, PageError> {
    let frame = Layout::of(asked, me, of.title).await?;
    let ImportTemplate { status, refused, look } = page_of;
    // Where it is not clear which list is meant, what was pasted is kept.
    let list = given(form).unwrap_or_else(|_| form.whole("list"));
    page(status, &Shown { frame, of, refused, list, look })
}

impl ImportTemplate {
    fn wrong(why: String) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, refused: Some(why), look: None }
    }
}

impl Look {
    fn of<T>(read: Read<T>, outcome: &ImportResult, stands: bool) -> Self {
        let fates = &outcome.rows;
        let count =
            |wanted: fn(&RowOutcome) -> bool| fates.iter().filter(|fate| wanted(fate)).count();
        let bad = read.bad.len();
        let counts = [
            (count(|fate| *fate == RowOutcome::Added), "to be added"),
            (count(|fate| matches!(fate, RowOutcome::Changed(_))), "to be changed"),
            (count(|fate| *fate == RowOutcome::Unchanged), "as they are already"),
            (count(|fate| matches!(fate, RowOutcome::Refused(_))) + bad, "refused"),
        ];
        let good = read.marks.into_iter().zip(fates).filter_map(|((number, about), fate)| {
            let (fate, class) = told(fate)?;
            Some(Told { number, about, fate, class })
        });
        let wrong = read.bad.into_iter().map(|(number, why)| Told {
            number,
            about: String::new(),
            fate: why,
            class: "bad",
        });
        let mut lines: Vec<_> = good.chain(wrong).collect();
        lines.sort_by_key(|line| (line.class != "bad", line.number));
        let seal = stands.then(|| URL_SAFE_NO_PAD.encode(&outcome.confirmation));
        Self { lines, counts, seal }
    }

    /// The lines that are refused, by their numbers.
    fn refused(&self) -> String {
        let bad = self.lines.iter().filter(|line| line.class == "bad");
        let numbers: Vec<_> = bad.map(|line| line.number.to_string()).collect();
        let named = numbers.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        match numbers.len().checked_sub(NAMED) {
            Some(more @ 1..) => format!("lines {named} and {more} more"),
            _ if numbers.len() == 1 => format!("line {named}"),
            _ => format!("lines {named}"),
        }
    }
}

/// As many refused lines are named in one sentence; the table below it has them all.
const NAMED: usize = 20;

/// What comes of a line in words; nothing where nothing does.
fn told(fate: &RowOutcome) -> Option<(String, &'static str)> {
    match fate {
        RowOutcome::Added => Some(("is new".to_owned(), "new")),
        RowOutcome::Changed(members) => {
            Some((format!("changes: {}", members.join(", ")), "changes"))
        }
        RowOutcome::Unchanged => None,
        RowOutcome::Refused(refusal) => {
            Some((ProblemCode::of(refusal.code()).advice.to_owned(), "bad"))
        }
    }
}
