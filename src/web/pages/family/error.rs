//! Errors of the family's pages: one plain sentence in the browser's language, because the reader is a worried family.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_LANGUAGE, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use super::layout::FamilyLayout;
use crate::domain::family::Language;
use crate::i18n::{self, FamilyText};
use crate::web::extract::handler::RequestError;
use crate::web::middleware::request_log;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

#[derive(Template)]
#[template(path = "family/closed.html")]
struct ClosedTemplate {
    layout: FamilyLayout,
    sentence: String,
}

#[derive(Debug)]
pub(crate) struct FamilyPageError {
    error: PageError,
    language: Language,
}

impl FamilyPageError {
    pub(super) fn new(error: PageError, request: &HtmlRequest) -> Self {
        Self { error, language: language(request.http_request()) }
    }
}

fn language(request: &HttpRequest) -> Language {
    let accepted = request.headers().get(ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|header| header.to_str().ok()).unwrap_or_default();
    i18n::preferred_language(accepted)
}

impl RequestError for FamilyPageError {
    fn from_problem(problem: Problem, request: &HttpRequest) -> Self {
        Self { error: problem.into(), language: language(request) }
    }
}

impl fmt::Display for FamilyPageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl ResponseError for FamilyPageError {
    fn status_code(&self) -> StatusCode {
        self.error.problem().map_or(StatusCode::INTERNAL_SERVER_ERROR, |it| it.code.status())
    }

    fn error_response(&self) -> HttpResponse {
        let text = match self.status_code() {
            StatusCode::NOT_FOUND => FamilyText::LinkClosed,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                FamilyText::TooManyRequests
            }
            _ => FamilyText::ServerError,
        };
        let sentence = i18n::text(self.language, text, &[]);
        let layout = FamilyLayout { language: self.language, title: sentence.clone() };
        let page = page(self.status_code(), &ClosedTemplate { layout, sentence });
        let mut response = page.unwrap_or_else(|error| error.error_response());
        if let Some(seconds) = self.error.problem().and_then(|problem| problem.retry_after) {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        let code = self.error.problem().map_or(ProblemCode::Internal, |problem| problem.code);
        request_log::set_problem_code(&mut response, code.code());
        response
    }
}
