//! The companion's colour: its picture opens a picture in every colour, and one tap chooses (R30).

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::companion::Coat;
use crate::domain::outfit::Outfit;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::TagCode;
use crate::use_cases::companions::change_coat;
use crate::use_cases::models::Companion;
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::portraits;
use crate::web::pages::shared::companion_view;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::paths::tag_path;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::text::{capitalize, humanize};

#[derive(Template)]
#[template(path = "scan/coat_panel.html")]
pub struct CoatPanel {
    path: String,
    portrait: String,
    choices: Vec<CoatChoice>,
}

struct CoatChoice {
    key: &'static str,
    name: String,
    /// The address of an image file, so that phones load it only when the choice is opened.
    picture: String,
    current: bool,
}

impl CoatPanel {
    pub(super) fn new(companion: &Companion, outfit: &Outfit, code: TagCode) -> Self {
        let choice = |coat: Coat| CoatChoice {
            key: coat.key(),
            name: capitalize(&humanize(coat.key())),
            picture: portraits::url(companion.species, coat, &Outfit::new()),
            current: coat == companion.drawn_in(),
        };
        Self {
            path: code.as_str().to_owned(),
            portrait: companion_view::picture(companion, outfit),
            choices: Coat::ALL.iter().copied().map(choice).collect(),
        }
    }
}

/// `POST /T/{code}/coat`
pub async fn update(
    _: StaffCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let code = request.path_code()?;
    let coat = form.choice("coat", Coat::from_key)?;
    change_coat::change_coat(request.app(), code, coat).await?;
    Ok(see_other(&tag_path(code)))
}
