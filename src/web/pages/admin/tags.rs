//! Tags: the list with its search, creating blank tags, deactivating one, and the CSV export.

use actix_web::HttpResponse;
use askama::Template;

use super::flash::FlashMessage;
use super::format::{SelectOption, date_time, label, select_options, state_label};
use super::idempotent_form::idempotent_request;
use super::list::{AddForm, AdminList, Search};
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::{Material, TagCode, TagState, tag_url};
use crate::domain::time::Time;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::models::Tag;
use crate::use_cases::tags::bind_tag;
use crate::use_cases::tags::create_tags::{self, MAX_TAGS, TagListItem, TagView};
use crate::web::csv_table;
use crate::web::extract::callers::{AdminCaller, StaffCaller};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::{attachment, page};
use crate::web::validation::{Count, LongText};

#[derive(Template)]
#[template(path = "admin/tags.html")]
struct TagsTemplate {
    frame: Layout,
    list: AdminList<TagListItem>,
    states: Vec<SelectOption>,
    materials: Vec<SelectOption>,
}

#[derive(Template)]
#[template(path = "admin/tag.html")]
struct TagTemplate {
    frame: Layout,
    flash: FlashMessage,
    view: TagView,
}

/// `GET /admin/tags`
pub(crate) async fn list(
    admin: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    show_list(&request, &admin, AddForm::empty(&request)).await
}

async fn show_list(
    request: &HtmlRequest,
    admin: &StaffCaller,
    form: AddForm,
) -> Result<HttpResponse, PageError> {
    let mut search = Search::from_query(request)?;
    let state = request.query().optional::<JsonKey<TagState>>("state")?.map(|state| state.0);
    search.extra_query = state.map(|state| format!("&state={}", state.key())).unwrap_or_default();
    let (text, pagination) = (search.text.clone(), search.pagination(parse_cursor));
    let found = create_tags::search(request.app(), text, state, pagination).await?;
    let list = AdminList::new(form, search, found, |(tag, _)| cursor(tag));
    let material = list.values.get("material").and_then(Material::from_key);
    let materials = select_options(Some(material.unwrap_or(Material::Fabric)), label);
    let frame = Layout::for_staff(request, admin, "Tags").await?;
    page(
        list.flash.status,
        &TagsTemplate { frame, list, states: select_options(state, state_label), materials },
    )
}

/// The position after a tag: its creation time and code.
fn cursor(tag: &Tag) -> String {
    format!("{}-{}", tag.created_at.millis(), tag.code.as_str())
}

fn parse_cursor(text: &str) -> Option<(Time, TagCode)> {
    let (millis, code) = text.split_once('-')?;
    Some((Time::from_millis(millis.parse().ok()?), TagCode::parse(code).ok()?))
}

/// `POST /admin/tags`
pub(crate) async fn create(
    admin: AdminCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    match create_blank(&request, &admin, &form).await {
        Ok(()) => Ok(see_other("/admin/tags?said=minted")),
        Err(error) => show_list(&request, &admin, AddForm::rejected(error, form)?).await,
    }
}

async fn create_blank(
    request: &HtmlRequest,
    admin: &StaffCaller,
    form: &Form,
) -> Result<(), PageError> {
    let count = form.optional_number::<Count<MAX_TAGS>>("count")?;
    let count = count.ok_or_else(|| PageError::invalid("count", "must not be empty"))?.0;
    let material = form.required::<JsonKey<Material>>("material")?.0;
    let idempotent = idempotent_request(request, admin, form, |_: &Vec<Tag>| String::new());
    create_tags::create(request.app(), admin.actor.id, count, material, idempotent).await?;
    Ok(())
}

/// `GET /admin/tags/{code}`
pub(crate) async fn show(
    admin: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    render(&request, &admin, request.path_code()?, FlashMessage::from_query(&request)).await
}

async fn render(
    request: &HtmlRequest,
    admin: &StaffCaller,
    code: TagCode,
    flash: FlashMessage,
) -> Result<HttpResponse, PageError> {
    let view = create_tags::get(request.app(), code).await?;
    let frame = Layout::for_staff(request, admin, "Tag").await?;
    let status = flash.status;
    page(status, &TagTemplate { frame, flash, view })
}

/// `POST /admin/tags/{code}`
pub(crate) async fn void(
    admin: AdminCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    match deactivate(&request, code, &form).await {
        Ok(()) => Ok(see_other(&format!("/admin/tags/{}?said=void", code.as_str()))),
        Err(error) => render(&request, &admin, code, FlashMessage::from_error(error)?).await,
    }
}

async fn deactivate(request: &HtmlRequest, code: TagCode, form: &Form) -> Result<(), PageError> {
    let reason = form.required::<LongText>("reason")?.0;
    let lost = form.get("lost").is_some();
    bind_tag::void(request.app(), code, reason, lost).await?;
    Ok(())
}

/// `GET /admin/tags.csv`: for printing elsewhere, without anything about the companions.
pub(crate) async fn export(
    _: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let public_url = request.app().public_url.clone();
    let all = create_tags::all(request.app()).await?;
    let rows = all.into_iter().map(|tag| {
        let url = public_url.as_ref().map(|base| tag_url(base, &tag.code)).unwrap_or_default();
        vec![
            tag.code.to_string(),
            url,
            tag.state.key().to_owned(),
            tag.material.key().to_owned(),
            Timestamp(tag.created_at).to_string(),
        ]
    });
    let header = ["code", "address", "state", "material", "minted_at"];
    Ok(attachment("stuffy-tags.csv", csv_table::write(&header, rows)))
}
