//! The tags: a list to search, new ones, one to withdraw, and the list as a file.

use actix_web::HttpResponse;
use askama::Template;

use super::table::{Below, List, Search};
use super::{FlashMessage, choices, door, moment, spoken};
use crate::domain::account::person::Role;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::{Material, TagCode, TagState, tag_url};
use crate::domain::time::Time;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::models::Tag;
use crate::use_cases::tags::bind_tag;
use crate::use_cases::tags::create_tags::{self, TagListItem, TagView};
use crate::web::csv_table;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::{Form, HtmlRequest, SignedInStaff};
use crate::web::pages::{attachment, page, see_other};
use crate::web::validation::{Count, LongText};

/// As many tags as are minted at once.
const MOST: u32 = 1000;

#[derive(Template)]
#[template(path = "admin/tags.html")]
struct TagsTemplate {
    frame: Layout,
    list: List<TagListItem>,
    states: Vec<(&'static str, String, bool)>,
    materials: Vec<(&'static str, String, bool)>,
}

#[derive(Template)]
#[template(path = "admin/tag.html")]
struct TagTemplate {
    frame: Layout,
    said: FlashMessage,
    view: TagView,
}

/// `GET /admin/tags`
///
/// # Errors
/// Not for this role.
pub async fn list(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    show_list(&asked, &me, Below::empty(&asked)).await
}

async fn show_list(
    asked: &HtmlRequest,
    me: &SignedInStaff,
    below: Below,
) -> Result<HttpResponse, PageError> {
    let mut search = Search::of(asked)?;
    let state = asked.query().read_as::<JsonKey<TagState>>("state")?.map(|state| state.0);
    search.more = state.map(|state| format!("&state={}", state.key())).unwrap_or_default();
    let (typed, span) = (search.typed.clone(), search.span(read_cursor));
    let found = create_tags::search(asked.app(), typed, state, span).await?;
    let list = List::of(below, search, found, |(tag, _)| cursor(tag));
    let typed = list.typed.get("material").and_then(Material::from_key);
    let materials = choices(Some(typed.unwrap_or(Material::Fabric)));
    let frame = Layout::of(asked, me, "Tags").await?;
    page(list.said.status, &TagsTemplate { frame, list, states: choices(state), materials })
}

/// Where a page of the list ends: when its last tag was minted, and its code.
fn cursor(tag: &Tag) -> String {
    format!("{}-{}", tag.created_at.millis(), tag.code.as_str())
}

fn read_cursor(text: &str) -> Option<(Time, TagCode)> {
    let (millis, code) = text.split_once('-')?;
    Some((Time::from_millis(millis.parse().ok()?), TagCode::parse(code).ok()?))
}

/// `POST /admin/tags`
///
/// # Errors
/// Not for this role; what can be mended shows the page again.
pub async fn create(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    let form = asked.form()?;
    match minted(&asked, &me, &form).await {
        Ok(()) => Ok(see_other("/admin/tags?said=minted")),
        Err(turned) => show_list(&asked, &me, Below::mendable(turned, form)?).await,
    }
}

async fn minted(asked: &HtmlRequest, me: &SignedInStaff, form: &Form) -> Result<(), PageError> {
    let count = form.number::<Count<MOST>>("count")?;
    let count = count.ok_or_else(|| PageError::invalid("count", "must not be empty"))?.0;
    let material = form.need::<JsonKey<Material>>("material")?.0;
    let door = door(asked, me, form, |_: &Vec<Tag>| String::new());
    create_tags::create(asked.app(), me.actor.id, count, material, door).await?;
    Ok(())
}

/// `GET /admin/tags/{code}`
///
/// # Errors
/// Not for this role, or no such tag.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    render(&asked, &me, asked.code()?, FlashMessage::of(&asked)).await
}

async fn render(
    asked: &HtmlRequest,
    me: &SignedInStaff,
    code: TagCode,
    said: FlashMessage,
) -> Result<HttpResponse, PageError> {
    let view = create_tags::get(asked.app(), code).await?;
    let frame = Layout::of(asked, me, "Tag").await?;
    let status = said.status;
    page(status, &TagTemplate { frame, said, view })
}

/// `POST /admin/tags/{code}`
///
/// # Errors
/// Not for this role; what can be mended shows the page again.
pub async fn void(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    let code = asked.code()?;
    let form = asked.form()?;
    match withdrawn(&asked, code, &form).await {
        Ok(()) => Ok(see_other(&format!("/admin/tags/{}?said=void", code.as_str()))),
        Err(turned) => render(&asked, &me, code, FlashMessage::mendable(turned)?).await,
    }
}

async fn withdrawn(asked: &HtmlRequest, code: TagCode, form: &Form) -> Result<(), PageError> {
    let reason = form.need::<LongText>("reason")?.0;
    let lost = form.get("lost").is_some();
    bind_tag::void(asked.app(), code, reason, lost).await?;
    Ok(())
}

/// `GET /admin/tags.csv`: for whoever prints them. It says nothing of the companions.
///
/// # Errors
/// Not for this role.
pub async fn export(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.staff(Role::Admin).await?;
    let base = asked.app().public_url.clone();
    let all = create_tags::all(asked.app()).await?;
    let lines = all.into_iter().map(|tag| {
        let address = base.as_ref().map(|base| tag_url(base, &tag.code)).unwrap_or_default();
        vec![
            tag.code.to_string(),
            address,
            tag.state.key().to_owned(),
            tag.material.key().to_owned(),
            Timestamp(tag.created_at).to_string(),
        ]
    });
    let heading = ["code", "address", "state", "material", "minted_at"];
    Ok(attachment("stuffy-tags.csv", csv_table::write(&heading, lines)))
}
