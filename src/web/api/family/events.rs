//! `/family/{token}/events`: the family view as server-sent events, sent whenever it changes.
//!
//! A stream carries states, not steps: each one is complete, with all its moments, so a client that was away gets the
//! latest and has missed nothing. A state's id is a hash of what it shows, and a state is sent only if its id differs
//! from the client's. So nothing is sent twice, whichever node the client reconnects to and whatever was restarted.
//! While family updates are paused nothing is sent at all, whether the client connected before the pause or after.

use std::future::Future;

use actix_web::HttpResponse;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::time::{Duration, Instant, sleep_until};

use crate::domain::family::Language;
use crate::realtime::{EventSubscription, SubscriptionEvent};
use crate::use_cases::family::family_view::{self, CheckedView, FamilyView};
use crate::use_cases::{AppContext, UseCaseError, token};
use crate::web::api::extract::ApiRequest;
use crate::web::api::family::family_view_response::FamilyViewResponse;
use crate::web::api::sse::{self, RETRY_LINE, SseSender};
use crate::web::family_limits::FamilyRead;
use crate::web::problem::Problem;
use crate::web::stream_limit::StreamPermit;

/// Delay between a change and the refresh: one scan causes several events, and one refresh covers them all.
const REFRESH_DELAY: Duration = Duration::from_millis(20);
/// When the database was unavailable.
const RETRY_DELAY: Duration = Duration::from_secs(1);
/// Bytes of the hash that make an id: a state whose id collided with the previous one's would not be sent.
const ID_LENGTH: usize = 16;

/// `GET /family/{token}/events`
pub(crate) async fn stream(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let token = request.path_segment("token");
    let admission = request.admit_family(FamilyRead::Page, token)?;
    let query = request.query(&["lang", "after"])?;
    let (language, after) = (query.key::<Language>("lang")?, query.get("after").map(str::to_owned));
    let app = request.app().clone();
    let hash = token::hash(token);
    let permit = request.acquire_stream(hash.clone())?;
    let checked = family_view::open_stream(&app, token, request.client_network()).await;
    let checked = admission.count(checked)?;
    let mut response = sse::response_head();
    if request.is_head() {
        return Ok(response.finish());
    }
    let last_sent = sse::last_event_id(&request).map(str::to_owned).or(after);
    let subscription = request.events().subscribe(None);
    let (sender, body) = sse::channel();
    let stream = FamilyStream {
        app,
        token: token.to_owned(),
        hash,
        language,
        last_sent,
        photos_and_cards: count_photos_and_cards(&checked.view),
        checked,
        refresh_at: None,
        _permit: permit,
    };
    actix_web::rt::spawn(stream.forward(subscription, sender));
    Ok(response.body(body))
}

struct FamilyStream {
    app: AppContext,
    /// The link's, for the URLs of photos.
    token: String,
    hash: Vec<u8>,
    /// As requested; otherwise the link's.
    language: Option<Language>,
    /// The id of the state that the client has.
    last_sent: Option<String>,
    /// Photos and cards that the client may be showing.
    photos_and_cards: usize,
    checked: CheckedView,
    /// Set when something has changed.
    refresh_at: Option<Instant>,
    _permit: StreamPermit,
}

impl FamilyStream {
    /// Sends each state until the client disconnects, the link expires or is revoked, or the server stops.
    async fn forward(mut self, mut subscription: EventSubscription, sender: SseSender) {
        let first = self.render_if_new().unwrap_or_default();
        let mut chunk = Some(format!("{RETRY_LINE}{first}"));
        while let Some(next) = chunk {
            if sender.send(next.into()).await.is_err() {
                return;
            }
            chunk = tokio::select! {
                chunk = self.next(&mut subscription) => chunk,
                () = sender.closed() => return,
            };
        }
    }

    /// The next chunk to send; `None` when the stream is over.
    async fn next(&mut self, subscription: &mut EventSubscription) -> Option<String> {
        loop {
            let refresh_is_due = self.refresh_is_due();
            tokio::select! {
                event = subscription.next() => match event? {
                    SubscriptionEvent::Heartbeat(_) => {
                        self.refresh_if_overdue();
                        return Some(": still here\n\n".to_owned());
                    }
                    SubscriptionEvent::Changed(event)
                        if !self.checked.scope.is_affected_by(&event) => {}
                    SubscriptionEvent::Changed(_)
                    | SubscriptionEvent::Started(_)
                    | SubscriptionEvent::Reset(_) => self.refresh_in(REFRESH_DELAY),
                },
                () = refresh_is_due => {
                    self.refresh_at = None;
                    match family_view::refresh(&self.app, &self.hash).await {
                        Ok(checked) => self.checked = checked,
                        Err(UseCaseError::Database(_)) => self.refresh_in(RETRY_DELAY),
                        Err(_) => return None,
                    }
                    if let Some(chunk) = self.render_if_new() {
                        return Some(chunk);
                    }
                }
            }
        }
    }

    /// Waits until a refresh is due: soon after a change, or when the view changes by time alone.
    fn refresh_is_due(&self) -> impl Future<Output = ()> + use<> {
        let changes_at =
            self.checked.valid_until.map(|at| Instant::now() + at.since(self.app.clock.now()));
        let at = self.refresh_at.or(changes_at);
        async move {
            match at {
                Some(at) => sleep_until(at).await,
                None => std::future::pending().await,
            }
        }
    }

    fn refresh_in(&mut self, delay: Duration) {
        let at = Instant::now() + delay;
        self.refresh_at = Some(self.refresh_at.map_or(at, |sooner| sooner.min(at)));
    }

    /// The timer runs on another clock, so a clock that is set forward is noticed only here.
    fn refresh_if_overdue(&mut self) {
        if self.checked.valid_until.is_some_and(|at| at <= self.app.clock.now()) {
            self.refresh_in(Duration::ZERO);
        }
    }

    /// The current state, unless the client has it, or updates are paused and the client has any state.
    fn render_if_new(&mut self) -> Option<String> {
        let view = &self.checked.view;
        let photos_and_cards = count_photos_and_cards(view);
        let was_withdrawn = photos_and_cards < self.photos_and_cards;
        self.photos_and_cards = photos_and_cards;
        // A withdrawn photo or card must disappear from the screen even while updates are paused.
        if view.is_held && self.last_sent.is_some() && !was_withdrawn {
            return None;
        }
        let id = self.state_id(view)?;
        if self.last_sent.as_ref() == Some(&id) {
            return None;
        }
        let data = self.render(view)?;
        let chunk = format!("id: {id}\nevent: state\ndata: {data}\n\n");
        self.last_sent = Some(id);
        Some(chunk)
    }

    /// Leaves out whether updates are paused, as a pause must not be sent as a change.
    fn state_id(&self, view: &FamilyView) -> Option<String> {
        let shown = self.render(&FamilyView { is_held: false, ..view.clone() })?;
        token::hash(&shown).get(..ID_LENGTH).map(|hash| URL_SAFE_NO_PAD.encode(hash))
    }

    fn render(&self, view: &FamilyView) -> Option<String> {
        let language = self.language.unwrap_or(view.language);
        serde_json::to_string(&FamilyViewResponse::new(view, language, &self.token)).ok()
    }
}

/// Photos and cards in a view.
fn count_photos_and_cards(view: &FamilyView) -> usize {
    view.companions
        .iter()
        .map(|friend| friend.photos.len() + usize::from(friend.card.is_some()))
        .sum()
}
