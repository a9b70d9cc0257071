//! Calls a handler with the parts that it names in its parameters: first the caller, then everything else.

use std::future::Future;

use actix_web::{HttpRequest, HttpResponse, ResponseError, Route, guard, web};

use super::callers::Caller;
use super::permission::Permission;
use super::query;
use super::request_parts::{FromRequestParts, RequestParts};
use crate::web::problem::Problem;

/// How a handler's errors are rendered: as a problem document, or as a page.
pub(crate) trait RequestError: ResponseError + 'static {
    /// The request was refused while its parts were extracted.
    fn from_problem(problem: Problem, request: &HttpRequest) -> Self;
}

impl RequestError for Problem {
    fn from_problem(problem: Problem, _: &HttpRequest) -> Self {
        problem
    }
}

/// An async function whose first parameter is a [`Caller`] and whose other parameters are request parts.
pub(crate) trait Handler<Args>: Copy + 'static {
    const PERMISSION: Permission;
    type Error: RequestError;

    fn call(
        self,
        http: HttpRequest,
        payload: web::Payload,
    ) -> impl Future<Output = Result<HttpResponse, Self::Error>>;
}

macro_rules! handlers {
    ($(($($part:ident $value:ident)*))+) => {$(
        impl<Fun, Fut, Err, Who, $($part,)*> Handler<(Err, Who, $($part,)*)> for Fun
        where
            Fun: Fn(Who, $($part,)*) -> Fut + Copy + 'static,
            Fut: Future<Output = Result<HttpResponse, Err>>,
            Err: RequestError,
            Who: Caller,
            $($part: FromRequestParts,)*
        {
            const PERMISSION: Permission = Who::PERMISSION;
            type Error = Err;

            async fn call(self, http: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Err> {
                let max_body = 0usize$(.max($part::MAX_BODY))*;
                let refused = |problem| Err::from_problem(problem, &http);
                let mut parts = RequestParts::new(http.clone(), payload, max_body);
                let who = Who::authorize(&mut parts).await.map_err(refused)?;
                if !(false $(|| $part::READS_QUERY)*) {
                    query::refuse_all(&http).map_err(refused)?;
                }
                $(let $value = $part::extract(&mut parts).await.map_err(refused)?;)*
                self(who, $($value,)*).await
            }
        }
    )+};
}

handlers! {
    ()
    (A a)
    (A a B b)
    (A a B b C c)
    (A a B b C c D d)
    (A a B b C c D d E e)
    (A a B b C c D d E e F f)
    (A a B b C c D d E e F f G g)
}

/// A route: method, path, who may call it, and its handler.
pub(crate) struct RouteEntry {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) permission: Permission,
    route: Box<dyn Fn() -> Route>,
}

impl RouteEntry {
    pub(crate) fn route(&self) -> Route {
        (self.route)()
    }
}

/// A handler can be registered only by its type, which includes the caller: no route is without a permission.
pub(crate) fn route<H: Handler<Args>, Args: 'static>(
    method: &'static str,
    path: &'static str,
    handler: H,
) -> RouteEntry {
    let route = move || {
        let call = move |http, payload| handler.call(http, payload);
        matching(method).to(call)
    };
    RouteEntry { method, path, permission: H::PERMISSION, route: Box::new(route) }
}

/// A GET route also answers HEAD.
fn matching(method: &'static str) -> Route {
    match method {
        "GET" => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
        "POST" => web::post(),
        "PUT" => web::put(),
        "PATCH" => web::patch(),
        _ => web::delete(),
    }
}
