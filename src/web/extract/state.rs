//! What handlers take besides the request's own parts: shared state, and the request itself.

use actix_web::{HttpRequest, web};

use super::request_parts::{FromRequestParts, RequestParts};
use crate::use_cases::AppContext;
use crate::web::problem::Problem;

pub(crate) type App = web::Data<AppContext>;

/// State that the server registers under this type.
impl<T: 'static> FromRequestParts for web::Data<T> {
    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        let data = parts.http().app_data::<Self>();
        Ok(data.expect("the server registers everything that handlers take").clone())
    }
}

/// State that a site may do without.
impl<T: 'static> FromRequestParts for Option<web::Data<T>> {
    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        Ok(parts.http().app_data::<web::Data<T>>().cloned())
    }
}

/// For what no other part covers, such as the method.
impl FromRequestParts for HttpRequest {
    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        Ok(parts.http().clone())
    }
}
