//! A phone: a real browser driven over `WebDriver`, with the screen size of a phone.
//!
//! Nothing sleeps for a fixed time: elements and texts are polled for at most twenty seconds.

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

use super::proxy::Proxy;
use crate::databases::Database;
use crate::test_app::{PASSWORD, TestHospital, TestOptions};

/// How long to wait for an element.
const TIMEOUT: Duration = Duration::from_secs(20);
/// The polling interval.
const POLL_INTERVAL: Duration = Duration::from_millis(40);

/// How many times starting a browser is tried.
const MAX_STARTS: u32 = 3;

/// Where `tests/run` installs the accessibility checker.
const AXE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/.tools/axe/node_modules/axe-core/axe.min.js");

/// A test server behind a proxy; tags contain the proxy's URL.
pub(crate) async fn hospital(db: Database, options: TestOptions) -> (Rc<TestHospital>, Rc<Proxy>) {
    let proxy = Proxy::start().await;
    let options = TestOptions { public_url: Some(proxy.base.clone()), ..options };
    let hospital = TestHospital::start_with(db, options).await;
    proxy.connect(hospital.base());
    (hospital, Rc::new(proxy))
}

/// Options of a phone.
pub(crate) struct Setup {
    /// Whether JavaScript is enabled.
    pub(crate) script: bool,
    /// Additional command-line flags.
    pub(crate) flags: Vec<String>,
    /// Width and height of the screen.
    pub(crate) size: (u32, u32),
}

impl Default for Setup {
    fn default() -> Self {
        Self { script: true, flags: Vec::new(), size: (390, 844) }
    }
}

pub(crate) struct Phone {
    pub(crate) driver: WebDriver,
    pub(crate) proxy: Rc<Proxy>,
    profile: TempDir,
    setup: Setup,
    chromedriver: RefCell<Chromedriver>,
    taps: Cell<u32>,
}

impl Phone {
    pub(crate) async fn new(proxy: &Rc<Proxy>) -> Self {
        Self::with(proxy, Setup::default()).await
    }

    pub(crate) async fn with(proxy: &Rc<Proxy>, setup: Setup) -> Self {
        let profile = TempDir::new().expect("a folder for the profile");
        let (chromedriver, driver) = start(profile.path(), &setup).await;
        let (proxy, taps) = (Rc::clone(proxy), Cell::new(0));
        let chromedriver = RefCell::new(chromedriver);
        Self { driver, proxy, profile, setup, chromedriver, taps }
    }

    /// Restarts the browser with the same profile.
    pub(crate) async fn restart(&mut self) {
        self.driver.clone().quit().await.expect("the browser closes");
        let (chromedriver, driver) = start(self.profile.path(), &self.setup).await;
        self.chromedriver.replace(chromedriver);
        self.driver = driver;
    }

    pub(crate) async fn open(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.proxy.base)).await.expect("the page opens");
    }

    /// Signs in with the common test password.
    pub(crate) async fn sign_in(&self, username: &str) {
        self.open("/sign-in").await;
        self.fill("[name=username]", username).await;
        self.fill("[name=password]", PASSWORD).await;
        self.press("form.stack [type=submit]").await;
        self.wait_until("signed in", "return !location.pathname.startsWith('/sign-in')").await;
    }

    pub(crate) async fn path(&self) -> String {
        let url = self.driver.current_url().await.expect("an address");
        url.path().to_owned()
    }

    /// Waits for a visible element.
    pub(crate) async fn find(&self, css: &str) -> WebElement {
        // Twice, because the page may replace an element while it is examined.
        for _ in 0..2 {
            let found =
                self.driver.query(By::Css(css)).wait(TIMEOUT, POLL_INTERVAL).and_displayed();
            if let Ok(element) = found.first().await {
                return element;
            }
        }
        panic!("no {css} on {}:\n{}", self.path().await, self.everything().await)
    }

    /// How many elements match now.
    pub(crate) async fn count(&self, css: &str) -> usize {
        self.driver.find_all(By::Css(css)).await.expect("a page").len()
    }

    /// Clicks without counting a tap; for test setup.
    pub(crate) async fn press(&self, css: &str) {
        let element = self.find(css).await;
        element.scroll_into_view().await.expect("it is on the page");
        element.click().await.unwrap_or_else(|error| panic!("{css} cannot be pressed: {error}"));
    }

    /// Clicks and counts a tap (R30); the target must be at least 48 px in both directions.
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

    /// The number of taps since the last call.
    pub(crate) fn taps(&self) -> u32 {
        self.taps.replace(0)
    }

    pub(crate) async fn fill(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.expect("it can be emptied");
        field.send_keys(text).await.expect("it takes keys");
    }

    /// The visible text of an element.
    pub(crate) async fn text(&self, css: &str) -> String {
        match self.find(css).await.text().await {
            Ok(text) => text,
            Err(_replaced) => self.find(css).await.text().await.expect("text"),
        }
    }

    /// All visible text of the page.
    pub(crate) async fn everything(&self) -> String {
        self.run("return document.body ? document.body.innerText : ''", vec![])
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Waits until a matching element contains this text.
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
        let mut interval = tokio::time::interval(POLL_INTERVAL);
        while begun.elapsed() < TIMEOUT {
            interval.tick().await;
            // While a page loads, the script may fail.
            let result = self.driver.execute(script, vec![]).await;
            if result.is_ok_and(|result| result.json() == &Value::Bool(true)) {
                return;
            }
        }
        panic!(
            "timed out waiting for {what} on {}:\n{}",
            self.path().await,
            self.everything().await
        );
    }

    /// Runs a script and returns its result.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.driver.execute(script, arguments).await.expect("the script runs").json().clone()
    }

    /// Runs a script that passes its result to the callback in its last argument.
    pub(crate) async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        let result = self.driver.execute_async(script, arguments).await;
        result.expect("the script runs").json().clone()
    }

    /// Switches between light and dark mode.
    pub(crate) async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Sends a Chrome developer tools command.
    pub(crate) async fn devtools(&self, command: &str, arguments: Value) -> Value {
        let result: WebDriverResult<Value> = self.driver.cdp().send_raw(command, arguments).await;
        result.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// All URLs requested by pages since the last call, without the browser's own resources.
    pub(crate) async fn requests(&self) -> Vec<String> {
        let events = self.network("Network.requestWillBeSent").await;
        let url = |event: &Value| event["request"]["url"].as_str().map(str::to_owned);
        events
            .iter()
            .filter_map(url)
            .filter(|url| !url.starts_with("chrome:") && !url.starts_with("data:"))
            .collect()
    }

    /// Bytes received through the proxy since the last call, for pages and service workers.
    #[expect(
        clippy::unused_async,
        clippy::cast_precision_loss,
        reason = "same shape as the other methods"
    )]
    pub(crate) async fn received(&self) -> f64 {
        self.proxy.take_bytes_received() as f64
    }

    /// Bytes loaded by pages since the last call.
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

    /// Errors in the browser console: script errors and policy violations.
    pub(crate) async fn console_errors(&self) -> Vec<String> {
        let entries = self.driver.get_log("browser").await.expect("a log");
        entries
            .into_iter()
            .filter(|entry| entry.level == "SEVERE")
            .map(|entry| entry.message)
            .collect()
    }

    /// Whether the page fits the screen width, and the elements that overflow.
    pub(crate) async fn fits(&self) -> Value {
        let script = "const out = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('.visually-hidden, svg'))\
            .filter(e => { const r = e.getBoundingClientRect(); return r.right > innerWidth + 0.5 || r.left < -0.5; });\
            return [document.documentElement.scrollWidth <= innerWidth, out.map(e => e.outerHTML.slice(0, 80))]";
        self.run(script, vec![]).await
    }

    /// Asserts that axe-core finds nothing serious, in light and dark mode.
    pub(crate) async fn is_accessible(&self, page: &str) {
        let axe = std::fs::read_to_string(tool_path("STUFFY_TEST_AXE", &[AXE])).expect("axe-core");
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

    /// Takes a screenshot and saves it in the directory `STUFFY_SCREENSHOTS`, if set.
    pub(crate) async fn screenshot(&self, name: &str) {
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
        // Quitting would block this thread, on which the server runs; the browser is killed with its driver.
        let _ = self.driver.clone().leak();
    }
}

/// The chromedriver process; dropping it kills it and its browser.
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
    let mut capabilities = DesiredCapabilities::chrome();
    let chromium = tool_path(
        "STUFFY_TEST_CHROMIUM",
        &["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
    );
    capabilities.set_binary(&chromium.display().to_string()).expect("a path");
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
        capabilities.add_arg(flag).expect("a flag");
    }
    if !setup.script {
        let prefs = json!({ "profile.managed_default_content_settings.javascript": 2 });
        capabilities.add_experimental_option("prefs", prefs).expect("an option");
    }
    capabilities
        .set("goog:loggingPrefs", json!({ "performance": "ALL", "browser": "ALL" }))
        .expect("a capability");
    let (chromedriver, driver) = session(&capabilities).await;
    let screen =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700 });
    let sized = driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", screen).await;
    sized.expect("a screen of this size");
    (chromedriver, driver)
}

/// Starts a driver and a browser. On a busy machine a start may fail, so it is tried several times.
async fn session(capabilities: &ChromeCapabilities) -> (Chromedriver, WebDriver) {
    for attempt in 1..=MAX_STARTS {
        let Some((chromedriver, port)) = chromedriver() else { continue };
        match WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities.clone()).await {
            Ok(driver) => return (chromedriver, driver),
            Err(error) => eprintln!("attempt {attempt}: no browser: {error}"),
        }
    }
    panic!("no browser in {MAX_STARTS} attempts")
}

/// Starts a driver on a free port in its own process group; none if it ends without reporting the port.
fn chromedriver() -> Option<(Chromedriver, u16)> {
    let program = tool_path("STUFFY_TEST_CHROMEDRIVER", &["/usr/bin/chromedriver"]);
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

/// The path of a tool: from an environment variable, or one of the usual paths.
fn tool_path(variable: &str, usual: &[&str]) -> PathBuf {
    let configured = std::env::var_os(variable).map(PathBuf::from);
    let found = configured.or_else(|| usual.iter().map(PathBuf::from).find(|path| path.exists()));
    found.unwrap_or_else(|| panic!("set {variable}; tests/run installs what is missing"))
}
