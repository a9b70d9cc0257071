//! A phone: a real browser of its own, driven over `WebDriver`, at the size of a phone's screen.
//!
//! Nothing here waits for time to pass: what is looked for is looked for until it is there, for twenty
//! seconds at most.

use std::cell::{Cell, RefCell};
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities as _;
use thirtyfour::prelude::{ElementQueryable as _, WebDriverResult};
use thirtyfour::{
    By, CapabilitiesHelper as _, ChromeCapabilities, DesiredCapabilities, WebDriver, WebElement,
};

use super::proxy::Wire;
use crate::databases::Database;
use crate::test_app::{Hospital, PASSWORD, Wishes};

/// How long something that must appear may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// How often a browser is started before it counts as not starting.
const STARTS: u32 = 3;

/// Where `tests/run` puts the accessibility checker.
const AXE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/.tools/axe/node_modules/axe-core/axe.min.js");

/// A hospital that phones reach over a wire; its tags bear the wire's address.
pub(crate) async fn hospital(db: Database, wishes: Wishes) -> (Rc<Hospital>, Rc<Wire>) {
    let wire = Wire::lay().await;
    let wishes = Wishes { public_url: Some(wire.base.clone()), ..wishes };
    let hospital = Hospital::open_with(db, wishes).await;
    wire.connect(hospital.base());
    (hospital, Rc::new(wire))
}

/// How a phone is set up, where a test wants it otherwise.
pub(crate) struct Setup {
    /// Whether pages may run script.
    pub(crate) script: bool,
    /// Further flags for the browser.
    pub(crate) flags: Vec<String>,
    /// The width and height of its screen.
    pub(crate) size: (u32, u32),
}

impl Default for Setup {
    fn default() -> Self {
        Self { script: true, flags: Vec::new(), size: (390, 844) }
    }
}

/// A phone with its browser.
pub(crate) struct Phone {
    /// The browser.
    pub(crate) driver: WebDriver,
    /// The wire it is on.
    pub(crate) wire: Rc<Wire>,
    profile: TempDir,
    setup: Setup,
    chromedriver: RefCell<Chromedriver>,
    taps: Cell<u32>,
}

impl Phone {
    /// A new phone on this wire.
    pub(crate) async fn new(wire: &Rc<Wire>) -> Self {
        Self::with(wire, Setup::default()).await
    }

    /// A new phone, set up so.
    pub(crate) async fn with(wire: &Rc<Wire>, setup: Setup) -> Self {
        let profile = TempDir::new().expect("a folder for the profile");
        let (chromedriver, driver) = start(profile.path(), &setup).await;
        let (wire, taps) = (Rc::clone(wire), Cell::new(0));
        let chromedriver = RefCell::new(chromedriver);
        Self { driver, wire, profile, setup, chromedriver, taps }
    }

    /// Switches the phone off and on again: what its browser keeps on disk stays.
    pub(crate) async fn restart(&mut self) {
        self.driver.clone().quit().await.expect("the browser closes");
        let (chromedriver, driver) = start(self.profile.path(), &self.setup).await;
        self.chromedriver.replace(chromedriver);
        self.driver = driver;
    }

    /// Opens a path of the hospital's.
    pub(crate) async fn open(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.wire.base)).await.expect("the page opens");
    }

    /// Signs in with the password that everybody in the tests has.
    pub(crate) async fn sign_in(&self, username: &str) {
        self.open("/sign-in").await;
        self.fill("[name=username]", username).await;
        self.fill("[name=password]", PASSWORD).await;
        self.press("form.stack [type=submit]").await;
        self.wait_until("signed in", "return !location.pathname.startsWith('/sign-in')").await;
    }

    /// The path that is open.
    pub(crate) async fn path(&self) -> String {
        let url = self.driver.current_url().await.expect("an address");
        url.path().to_owned()
    }

    /// What stands there, once it is there and shown.
    pub(crate) async fn find(&self, css: &str) -> WebElement {
        // Twice, for a part of the page may be replaced in the moment it is looked at.
        for _ in 0..2 {
            let found = self.driver.query(By::Css(css)).wait(PATIENCE, LOOK_EVERY).and_displayed();
            if let Ok(element) = found.first().await {
                return element;
            }
        }
        panic!("no {css} on {}:\n{}", self.path().await, self.everything().await)
    }

    /// How many of these are on the page now.
    pub(crate) async fn count(&self, css: &str) -> usize {
        self.driver.find_all(By::Css(css)).await.expect("a page").len()
    }

    /// Presses something without counting it as a tap: to set a scene.
    pub(crate) async fn press(&self, css: &str) {
        let element = self.find(css).await;
        element.scroll_into_view().await.expect("it is on the page");
        element.click().await.unwrap_or_else(|error| panic!("{css} cannot be pressed: {error}"));
    }

    /// Taps something; taps are counted (R30), and what is tapped is at least 48 px each way.
    pub(crate) async fn tap(&self, css: &str) {
        self.taps.set(self.taps.get() + 1);
        let rect = self.find(css).await.rect().await.expect("it has a size");
        assert!(
            rect.width >= 48.0 && rect.height >= 48.0,
            "{css} is {}x{} px",
            rect.width,
            rect.height
        );
        self.press(css).await;
    }

    /// How many taps there were since this was last asked.
    pub(crate) fn taps(&self) -> u32 {
        self.taps.replace(0)
    }

    /// Types into a field.
    pub(crate) async fn fill(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.expect("it can be emptied");
        field.send_keys(text).await.expect("it takes keys");
    }

    /// The text that is shown there, once it is there.
    pub(crate) async fn text(&self, css: &str) -> String {
        match self.find(css).await.text().await {
            Ok(text) => text,
            Err(_replaced) => self.find(css).await.text().await.expect("text"),
        }
    }

    /// All the text that is shown.
    pub(crate) async fn everything(&self) -> String {
        self.run("return document.body ? document.body.innerText : ''", vec![])
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Waits until a text is shown there.
    pub(crate) async fn wait_text(&self, css: &str, text: &str) {
        let script = format!(
            "const e = [...document.querySelectorAll({})]; return e.some(e => e.checkVisibility() && e.innerText.includes({}))",
            json!(css),
            json!(text)
        );
        self.wait_until(&format!("{text:?} in {css}"), &script).await;
    }

    /// Waits until a script returns true.
    pub(crate) async fn wait_until(&self, what: &str, script: &str) {
        let begun = tokio::time::Instant::now();
        let mut looks = tokio::time::interval(LOOK_EVERY);
        while begun.elapsed() < PATIENCE {
            looks.tick().await;
            // Between two pages there is nothing to ask, which is no answer.
            let answer = self.driver.execute(script, vec![]).await;
            if answer.is_ok_and(|answer| answer.json() == &Value::Bool(true)) {
                return;
            }
        }
        panic!("waited in vain for {what} on {}:\n{}", self.path().await, self.everything().await);
    }

    /// Runs a script and gives what it returns.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.driver.execute(script, arguments).await.expect("the script runs").json().clone()
    }

    /// Runs a script that answers by calling its last argument.
    pub(crate) async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.driver.execute_async(script, arguments).await;
        answer.expect("the script runs").json().clone()
    }

    /// Shows pages as in a bright or in a dark room.
    pub(crate) async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// A command of the browser's own protocol.
    pub(crate) async fn devtools(&self, command: &str, arguments: Value) -> Value {
        let answer: WebDriverResult<Value> = self.driver.cdp().send_raw(command, arguments).await;
        answer.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Every address that pages asked for since this was last asked; what the browser's own first
    /// page loads of the browser itself is none of theirs.
    pub(crate) async fn requests(&self) -> Vec<String> {
        let events = self.network("Network.requestWillBeSent").await;
        let url = |event: &Value| event["request"]["url"].as_str().map(str::to_owned);
        events
            .iter()
            .filter_map(url)
            .filter(|url| !url.starts_with("chrome:") && !url.starts_with("data:"))
            .collect()
    }

    /// What came over the wire since this was last asked, in bytes, headers and all, for the page or for
    /// its worker.
    #[expect(clippy::unused_async, clippy::cast_precision_loss, reason = "asked as the others are")]
    pub(crate) async fn received(&self) -> f64 {
        self.wire.carried() as f64
    }

    /// What the page itself loaded from the network since this was last asked, in bytes.
    pub(crate) async fn loaded(&self) -> f64 {
        let events = self.network("Network.loadingFinished").await;
        let bytes = events.iter().filter_map(|event| event["encodedDataLength"].as_f64());
        bytes.sum()
    }

    async fn network(&self, wanted: &str) -> Vec<Value> {
        let entries = self.driver.get_log("performance").await.expect("a log");
        let events = entries.iter().filter_map(|entry| {
            let event: Value = serde_json::from_str(&entry.message).ok()?;
            (event["message"]["method"] == wanted).then(|| event["message"]["params"].clone())
        });
        events.collect()
    }

    /// What the browser complained of: errors of scripts, and what the policy refused.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let entries = self.driver.get_log("browser").await.expect("a log");
        entries
            .into_iter()
            .filter(|entry| entry.level == "SEVERE")
            .map(|entry| entry.message)
            .collect()
    }

    /// Whether nothing sticks out at the side, and what does.
    pub(crate) async fn fits(&self) -> Value {
        let script = "const out = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('.visually-hidden, svg'))\
            .filter(e => { const r = e.getBoundingClientRect(); return r.right > innerWidth + 0.5 || r.left < -0.5; });\
            return [document.documentElement.scrollWidth <= innerWidth, out.map(e => e.outerHTML.slice(0, 80))]";
        self.run(script, vec![]).await
    }

    /// Finds nothing serious with axe-core, by day and by night.
    pub(crate) async fn is_accessible(&self, page: &str) {
        let axe = std::fs::read_to_string(wanted("STUFFY_TEST_AXE", &[AXE])).expect("axe-core");
        for dark in [false, true] {
            self.dark(dark).await;
            self.driver.execute(&axe, vec![]).await.expect("axe-core loads");
            let script = "const done = arguments[arguments.length - 1];\
                axe.run(document, { resultTypes: ['violations'] }).then(\
                r => done(r.violations.filter(v => ['serious', 'critical'].includes(v.impact))\
                .map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | '))),\
                e => done([String(e)]))";
            let found = self.run_async(script, vec![]).await;
            assert_eq!(found, json!([]), "{page}, dark: {dark}");
        }
        self.dark(false).await;
    }

    /// Takes a picture into the folder that `STUFFY_SCREENSHOTS` names, or nowhere.
    pub(crate) async fn picture(&self, name: &str) {
        let png = self.driver.screenshot_as_png().await.expect("a picture");
        assert!(png.starts_with(b"\x89PNG"), "{name}");
        if let Some(folder) = std::env::var_os("STUFFY_SCREENSHOTS") {
            let file = Path::new(&folder).join(format!("{name}.png"));
            std::fs::write(file, png).expect("the picture is kept");
        }
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        // Taking leave in due form would block this thread, on which the hospital serves; the browser
        // ends with its driver.
        let _ = self.driver.clone().leak();
    }
}

/// The program that drives the browser; it and the browser end with it.
struct Chromedriver {
    child: Child,
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}

async fn start(profile: &Path, setup: &Setup) -> (Chromedriver, WebDriver) {
    let mut wishes = DesiredCapabilities::chrome();
    let chromium = wanted(
        "STUFFY_TEST_CHROMIUM",
        &["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
    );
    wishes.set_binary(&chromium.display().to_string()).expect("a path");
    let (width, height) = setup.size;
    let mut flags: Vec<String> = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
    ]
    .map(str::to_owned)
    .into();
    flags.push(format!("--user-data-dir={}", profile.display()));
    flags.push(format!("--window-size={width},{height}"));
    flags.extend(setup.flags.iter().cloned());
    for flag in &flags {
        wishes.add_arg(flag).expect("a flag");
    }
    if !setup.script {
        let prefs = json!({ "profile.managed_default_content_settings.javascript": 2 });
        wishes.add_experimental_option("prefs", prefs).expect("an option");
    }
    wishes
        .set("goog:loggingPrefs", json!({ "performance": "ALL", "browser": "ALL" }))
        .expect("a wish");
    let (chromedriver, driver) = session(&wishes).await;
    let screen =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700 });
    let sized = driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", screen).await;
    sized.expect("a screen of this size");
    (chromedriver, driver)
}

/// A browser with its driver. On a machine that is very busy one of them may fail to start; what keeps
/// them from starting at all does so each time.
async fn session(wishes: &ChromeCapabilities) -> (Chromedriver, WebDriver) {
    for attempt in 1..=STARTS {
        let Some((chromedriver, port)) = chromedriver() else { continue };
        match WebDriver::new(format!("http://127.0.0.1:{port}"), wishes.clone()).await {
            Ok(driver) => return (chromedriver, driver),
            Err(error) => eprintln!("attempt {attempt}: no browser: {error}"),
        }
    }
    panic!("no browser in {STARTS} attempts")
}

/// A driver on a port that the system chose, in a process group of its own, unless it ends without a
/// word of its port.
fn chromedriver() -> Option<(Chromedriver, u16)> {
    let program = wanted("STUFFY_TEST_CHROMEDRIVER", &["/usr/bin/chromedriver"]);
    let mut child = Command::new(program)
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("chromedriver starts");
    let says = BufReader::new(child.stdout.take().expect("its words"));
    let chromedriver = Chromedriver { child };
    let port = says.lines().map_while(Result::ok).find_map(|line| {
        line.contains("started successfully on port")
            .then(|| line.trim_end_matches('.').rsplit(' ').next()?.parse().ok())?
    });
    Some((chromedriver, port?))
}

/// A tool of the tests: where a variable says it is, else where it usually is.
fn wanted(variable: &str, usual: &[&str]) -> PathBuf {
    let told = std::env::var_os(variable).map(PathBuf::from);
    let found = told.or_else(|| usual.iter().map(PathBuf::from).find(|path| path.exists()));
    found.unwrap_or_else(|| panic!("set {variable}; tests/run brings what is missing"))
}
