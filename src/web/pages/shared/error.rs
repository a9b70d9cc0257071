//! Errors as HTML pages, each with its HTTP status.

use std::fmt;

use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use super::headers::with_page_headers;
use super::layout::Layout;
use super::redirect::{see_other, sign_in_url};
use crate::web::extract::handler::RequestError;
use crate::web::field_error::FieldError;
use crate::web::middleware::request_log;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

/// Why a request for a page failed.
#[derive(Debug)]
pub(crate) enum PageError {
    SignInRequired {
        /// The path to return to after signing in.
        return_to: String,
        /// A view can be redirected to the sign-in page. A submitted form is lost, and the user must know.
        is_view: bool,
    },
    Problem(Box<Problem>),
}

#[derive(Template)]
#[template(path = "shared/error.html")]
struct ErrorTemplate<'a> {
    frame: Layout,
    problem: &'a Problem,
    detail: Option<String>,
    sign_in: Option<&'a str>,
}

impl PageError {
    /// An error whose problem code says everything.
    pub(crate) fn from_code(code: ProblemCode) -> Self {
        code.into()
    }

    /// An invalid form field.
    pub(crate) fn invalid(field: &str, detail: &str) -> Self {
        // serde_json adds a position that means nothing for a form field.
        FieldError::new(field, detail.split(" at line ").next().unwrap_or_default()).into()
    }

    /// An invalid form, said in a sentence that needs no field name.
    pub(crate) fn invalid_form(detail: &str) -> Self {
        Problem::new(ProblemCode::Invalid, detail).into()
    }

    /// An internal error; its cause is only logged.
    pub(crate) fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "Page rendering failed");
        Self::from_code(ProblemCode::Internal)
    }

    pub(crate) fn problem(&self) -> Option<&Problem> {
        match self {
            Self::SignInRequired { .. } => None,
            Self::Problem(problem) => Some(problem),
        }
    }
}

impl<E> From<E> for PageError
where
    Problem: From<E>,
{
    fn from(error: E) -> Self {
        Self::Problem(Box::new(error.into()))
    }
}

/// What a page says besides the code's advice.
pub(crate) fn detail(problem: &Problem) -> Option<String> {
    match problem.code {
        ProblemCode::Invalid if !problem.errors.is_empty() => {
            let errors: Vec<_> = problem.errors.iter().map(describe_field).collect();
            Some(errors.join("; "))
        }
        // The advice is enough: the page shows the name.
        ProblemCode::LetterMissing => None,
        _ => problem.detail.clone(),
    }
}

fn describe_field(error: &FieldError) -> String {
    format!("{}: {}", error.pointer.trim_start_matches('/'), error.detail)
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.problem().map_or("sign-in", |problem| problem.code.code()))
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        self.problem().map_or(StatusCode::UNAUTHORIZED, |problem| problem.code.status())
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::SignInRequired { return_to, is_view: true } => {
                let mut response = see_other(&sign_in_url(return_to));
                request_log::set_problem_code(&mut response, ProblemCode::Unauthenticated.code());
                response
            }
            Self::SignInRequired { is_view: false, .. } => {
                let problem = Problem::new(ProblemCode::Unauthenticated, "Nothing was saved.");
                error_page(&problem, Some("/sign-in"))
            }
            Self::Problem(problem) => error_page(problem, None),
        }
    }
}

fn error_page(problem: &Problem, sign_in: Option<&str>) -> HttpResponse {
    let title = problem.code.title();
    let frame = Layout::anonymous(title);
    let page = ErrorTemplate { frame, problem, detail: detail(problem), sign_in };
    let mut response = HttpResponse::build(problem.code.status());
    if let Some(seconds) = problem.retry_after {
        response.insert_header((header::RETRY_AFTER, seconds));
    }
    let html = page.render().unwrap_or_else(|_| title.to_owned());
    let mut response = response.content_type("text/html; charset=utf-8").body(html);
    request_log::set_problem_code(&mut response, problem.code.code());
    with_page_headers(response)
}

/// Where no session is required any problem is a page; a missing session leads to the sign-in page.
impl RequestError for PageError {
    fn from_problem(problem: Problem, request: &HttpRequest) -> Self {
        if problem.code != ProblemCode::Unauthenticated {
            return problem.into();
        }
        let is_view = [Method::GET, Method::HEAD].contains(request.method());
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        Self::SignInRequired { return_to: path.to_owned(), is_view }
    }
}

/// The error for a script that loads part of a page and cannot follow a redirect to the sign-in page.
#[derive(Debug)]
pub(crate) struct ScriptError(PageError);

impl<E> From<E> for ScriptError
where
    PageError: From<E>,
{
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl RequestError for ScriptError {
    fn from_problem(problem: Problem, _: &HttpRequest) -> Self {
        Self(problem.into())
    }
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for ScriptError {
    fn status_code(&self) -> StatusCode {
        self.0.status_code()
    }

    fn error_response(&self) -> HttpResponse {
        self.0.error_response()
    }
}
