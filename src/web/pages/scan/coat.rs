//! The companion's colour, on its own page: its picture opens a picture in every colour, and one tap chooses (R30).

use actix_web::HttpResponse;
use askama::Template;

use super::asked::Asked;
use super::check_in::tag_page;
use super::friends;
use super::turned::Turned;
use super::words::{capital, plain};
use super::{pictures, see_other};
use crate::actions::choose_coat;
use crate::actions::records::Companion;
use crate::domain::companion::Coat;
use crate::domain::outfit::Outfit;
use crate::domain::person::Role;
use crate::domain::tag::Code;
use crate::domain::words::Keyed as _;

/// The companion's picture, and behind it the choice of another colour.
#[derive(Template)]
#[template(path = "coat_part.html")]
pub struct Part {
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

impl Part {
    /// The companion of this tag in what it wears.
    #[must_use]
    pub fn of(companion: &Companion, outfit: &Outfit, code: Code) -> Self {
        let choice = |coat: Coat| Choice {
            key: coat.key(),
            word: capital(&plain(coat.key())),
            picture: pictures::address(companion.species, coat, &Outfit::new()),
            worn: coat == companion.drawn_in(),
        };
        Self {
            path: code.as_str().to_owned(),
            portrait: friends::ornament(companion, outfit),
            choices: Coat::ALL.iter().copied().map(choice).collect(),
        }
    }
}

/// `POST /T/{code}/coat`
///
/// # Errors
/// `unauthenticated`, `cross-origin`, `not-found`, `invalid` for a colour that is none of the choices.
pub async fn choose(asked: Asked) -> Result<HttpResponse, Turned> {
    asked.staff(Role::Staff).await?;
    let (code, form) = (asked.code()?, asked.form()?);
    let coat = form.choice("coat", Coat::from_key)?;
    choose_coat::choose(asked.world(), code, coat).await?;
    Ok(see_other(&tag_page(code)))
}
