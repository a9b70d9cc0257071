//! `/family/{token}/events`: what a family sees, told anew whenever it changes, as server-sent events.
//!
//! A stream carries states, not steps: each is whole, with all its moments, so whoever was away is told the
//! newest and has missed nothing. A state's id is a hash of what it shows. It is told only where that differs
//! from what this reader has, so nothing comes twice, whichever node they come back to and whatever was
//! restarted meanwhile. While a hold is on nothing is told at all, be it older than the hold or not.

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
use crate::web::api::sse::{self, OPENING, SseLine};
use crate::web::problem::Problem;
use crate::web::rate_limit::RateLimitKind;
use crate::web::stream_limit::StreamPermit;

/// How long after a change the look follows: one scan tells several, and one look sees them all.
const PAUSE: Duration = Duration::from_millis(20);
/// When to look again where the database was away.
const AGAIN: Duration = Duration::from_secs(1);
/// As many bytes of the hash are an id: a state that met another's would not be told.
const ID: usize = 16;

/// `GET /family/{token}/events`
///
/// # Errors
/// See `followFamilyView` in openapi.yaml.
pub async fn stream(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.check_rate_limit(RateLimitKind::Family, &ask.address())?;
    let query = ask.query(&["lang", "after"])?;
    let (language, asked_for) =
        (query.text::<Language>("lang")?, query.get("after").map(str::to_owned));
    let (token, app) = (ask.path_segment("token"), ask.app().clone());
    let hash = token::hash(token);
    let seat = ask.acquire_stream(hash.clone())?;
    let look = family_view::open_stream(&app, token, &ask.address()).await?;
    let mut answer = sse::start();
    if ask.is_head() {
        return Ok(answer.finish());
    }
    let has = sse::last_id(&ask).map(str::to_owned).or(asked_for);
    let follower = ask.live().subscribe(None);
    let (line, body) = sse::line();
    let reader = FamilyStream {
        app,
        token: token.to_owned(),
        hash,
        language,
        has,
        extras: extras(&look.view),
        look,
        look_at: None,
        _seat: seat,
    };
    actix_web::rt::spawn(reader.pass_on(follower, line));
    Ok(answer.body(body))
}

/// Somebody who looks for a while.
struct FamilyStream {
    app: AppContext,
    /// The link's, for the addresses of photos.
    token: String,
    hash: Vec<u8>,
    /// The language that was asked for, where it was.
    language: Option<Language>,
    /// The id of the state that they have.
    has: Option<String>,
    /// How many photos and cards they may have before them.
    extras: usize,
    /// The last look.
    look: CheckedView,
    /// When to look again, where something has changed.
    look_at: Option<Instant>,
    /// Theirs until they go.
    _seat: StreamPermit,
}

impl FamilyStream {
    /// Tells each state, until the reader goes, the link is taken back or over, or the server stops.
    async fn pass_on(mut self, mut follower: EventSubscription, line: SseLine) {
        let first = self.news().unwrap_or_default();
        let mut piece = Some(format!("{OPENING}{first}"));
        while let Some(told) = piece {
            if line.send(told.into()).await.is_err() {
                return;
            }
            piece = tokio::select! {
                piece = self.next(&mut follower) => piece,
                () = line.closed() => return,
            };
        }
    }

    /// What is told next; nothing once it is over.
    async fn next(&mut self, follower: &mut EventSubscription) -> Option<String> {
        loop {
            let rings = self.rings();
            tokio::select! {
                told = follower.next() => match told? {
                    SubscriptionEvent::Beat(_) => {
                        self.mind_the_clock();
                        return Some(": still here\n\n".to_owned());
                    }
                    SubscriptionEvent::Changed(event) if !self.look.scope.is_affected_by(&event) => {}
                    SubscriptionEvent::Changed(_) | SubscriptionEvent::From(_) | SubscriptionEvent::Reset(_) => self.look_in(PAUSE),
                },
                () = rings => {
                    self.look_at = None;
                    match family_view::refresh(&self.app, &self.hash).await {
                        Ok(look) => self.look = look,
                        Err(UseCaseError::Database(_)) => self.look_in(AGAIN),
                        Err(_) => return None,
                    }
                    if let Some(news) = self.news() {
                        return Some(news);
                    }
                }
            }
        }
    }

    /// Waits until it is time to look: soon after a change, or when time alone makes one.
    fn rings(&self) -> impl Future<Output = ()> + use<> {
        let until = self.look.valid_until.map(|at| Instant::now() + at.since(self.app.clock.now()));
        let at = self.look_at.or(until);
        async move {
            match at {
                Some(at) => sleep_until(at).await,
                None => std::future::pending().await,
            }
        }
    }

    /// Looks before long.
    fn look_in(&mut self, wait: Duration) {
        let at = Instant::now() + wait;
        self.look_at = Some(self.look_at.map_or(at, |sooner| sooner.min(at)));
    }

    /// Looks where the clock has passed what was waited for: it may have been put forward.
    fn mind_the_clock(&mut self) {
        if self.look.valid_until.is_some_and(|at| at <= self.app.clock.now()) {
            self.look_in(Duration::ZERO);
        }
    }

    /// The state as it was last seen, unless this reader has it, or a hold is on and they have any.
    fn news(&mut self) -> Option<String> {
        let view = &self.look.view;
        let extras = extras(view);
        let lost = extras < self.extras;
        self.extras = extras;
        // That a photo or a card was taken back is told even then: it must not stay on the screen.
        if view.is_held && self.has.is_some() && !lost {
            return None;
        }
        let id = self.id(view)?;
        if self.has.as_ref() == Some(&id) {
            return None;
        }
        let data = self.written(view)?;
        let piece = format!("id: {id}\nevent: state\ndata: {data}\n\n");
        self.has = Some(id);
        Some(piece)
    }

    /// What a state is known by: that a hold begins or ends is no news.
    fn id(&self, view: &FamilyView) -> Option<String> {
        let shown = self.written(&FamilyView { is_held: false, ..view.clone() })?;
        token::hash(&shown).get(..ID).map(|hash| URL_SAFE_NO_PAD.encode(hash))
    }

    fn written(&self, view: &FamilyView) -> Option<String> {
        let shown = super::family(view, self.language.unwrap_or(view.language), &self.token);
        serde_json::to_string(&shown).ok()
    }
}

/// How many photos and cards a view shows.
fn extras(view: &FamilyView) -> usize {
    view.companions
        .iter()
        .map(|friend| friend.photos.len() + usize::from(friend.card.is_some()))
        .sum()
}
