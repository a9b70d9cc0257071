//! The companion's colour, on its own page: its picture opens a picture in every colour, and one tap chooses (R30).

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::account::person::Role;
use crate::domain::companion::Coat;
use crate::domain::outfit::Outfit;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::TagCode;
use crate::use_cases::companions::change_coat;
use crate::use_cases::models::Companion;
use crate::web::pages::check_in::tag_page;
use crate::web::pages::shared::companion_view;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::text::{capital, plain};
use crate::web::pages::{portraits, see_other};

/// The companion's picture, and behind it the choice of another colour.
#[derive(Template)]
#[template(path = "scan/coat_panel.html")]
pub struct CoatPanel {
    path: String,
    portrait: String,
    choices: Vec<Choice>,
}

/// A colour to choose.
struct Choice {
    key: &'static str,
    word: String,
    /// The companion in it, as a file of its own: no phone loads it before the choice is opened.
    picture: String,
    worn: bool,
}

impl CoatPanel {
    /// The companion of this tag in what it wears.
    #[must_use]
    pub fn of(companion: &Companion, outfit: &Outfit, code: TagCode) -> Self {
        let choice = |coat: Coat| Choice {
            key: coat.key(),
            word: capital(&plain(coat.key())),
            picture: portraits::address(companion.species, coat, &Outfit::new()),
            worn: coat == companion.drawn_in(),
        };
        Self {
            path: code.as_str().to_owned(),
            portrait: companion_view::ornament(companion, outfit),
            choices: Coat::ALL.iter().copied().map(choice).collect(),
        }
    }
}

/// `POST /T/{code}/coat`
///
/// # Errors
/// `unauthenticated`, `cross-origin`, `not-found`, `invalid` for a colour that is none of the choices.
pub async fn choose(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.staff(Role::Staff).await?;
    let (code, form) = (asked.code()?, asked.form()?);
    let coat = form.choice("coat", Coat::from_key)?;
    change_coat::change_coat(asked.app(), code, coat).await?;
    Ok(see_other(&tag_page(code)))
}
