//! The contract as a judge: whatever the server answers in any test is held against `openapi.yaml` here.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock, Mutex},
};

use jsonschema::{Draft, Validator};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    let text = include_str!("../../openapi.yaml");
    let document: Value = serde_norway::from_str(text).expect("openapi.yaml is YAML");
    let operations = operations_of(&document);
    Contract { document, operations, judges: Mutex::default() }
});

/// The contract, read once.
pub struct Contract {
    document: Value,
    operations: Vec<Operation>,
    judges: Mutex<HashMap<String, Arc<Validator>>>,
}

/// One method of one path.
pub struct Operation {
    /// In capitals.
    pub method: String,
    /// As the contract writes it, parameters in braces.
    pub path: String,
    /// Where in the document it stands.
    pub pointer: String,
}

/// An answer, as it came.
pub struct Answer<'a> {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: &'a HeaderMap,
    /// Its body, byte by byte.
    pub body: &'a [u8],
}

impl Contract {
    /// The contract of this project.
    pub fn get() -> &'static Self {
        &CONTRACT
    }

    /// The whole document.
    pub const fn document(&self) -> &Value {
        &self.document
    }

    /// Every operation there is.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Says what in an answer is against the contract.
    ///
    /// The path may carry a query. A path that the contract does not know may only be answered 404,
    /// a method that the path does not have only 405, naming those it has.
    pub fn check(
        &self,
        method: &str,
        path: &str,
        status: u16,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), String> {
        let answer = Answer { status, headers, body };
        let on_path = self.on_path(path);
        // HEAD is GET without the body.
        let asked = if method == "HEAD" { "GET" } else { method };
        let judged = match on_path.iter().find(|operation| operation.method == asked) {
            Some(operation) => self.check_answer(operation, method, &answer),
            None if on_path.is_empty() => self.check_refusal("NotFound", 404, &answer),
            None => self.check_method_refused(&on_path, &answer),
        };
        judged.map_err(|why| {
            let body = String::from_utf8_lossy(body);
            format!("{method} {path} answered {status} against the contract: {why}\n{body}")
        })
    }

    /// Says what in a value is against the schema at a pointer of the document.
    pub fn validate(&self, schema: &str, value: &Value) -> Result<(), String> {
        let errors: Vec<_> = self
            .judge(schema)
            .iter_errors(value)
            .map(|error| format!("at `{}`: {error}", error.instance_path()))
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
    }

    /// What a pointer leads to, through any reference on its way's end.
    pub fn at(&self, pointer: &str) -> Option<(String, &Value)> {
        let mut pointer = pointer.to_owned();
        loop {
            let value = self.document.pointer(&pointer)?;
            let Some(reference) = value["$ref"].as_str() else { return Some((pointer, value)) };
            reference.trim_start_matches('#').clone_into(&mut pointer);
        }
    }

    /// The operations of the path that fits best: a word counts for more than a parameter.
    fn on_path(&self, path: &str) -> Vec<&Operation> {
        let path = path.split('?').next().unwrap_or_default();
        let fitting = || self.operations.iter().filter(|operation| fits(&operation.path, path));
        let parameters = |operation: &&Operation| operation.path.matches('{').count();
        let fewest = fitting().map(|operation| parameters(&operation)).min();
        fitting().filter(|operation| Some(parameters(operation)) == fewest).collect()
    }

    fn check_answer(
        &self,
        operation: &Operation,
        method: &str,
        answer: &Answer<'_>,
    ) -> Result<(), String> {
        let documented = format!("{}/responses/{}", operation.pointer, answer.status);
        let (response, _) = self.at(&documented).ok_or("undocumented status")?;
        self.check_headers(&response, answer)?;
        if method == "HEAD" {
            return Ok(());
        }
        let Some(body) = self.check_body(&response, answer)? else { return Ok(()) };
        self.check_conflict(operation, answer, &body)?;
        check_revision(answer, &body)
    }

    fn check_refusal(
        &self,
        response: &str,
        status: u16,
        answer: &Answer<'_>,
    ) -> Result<(), String> {
        if answer.status != status {
            return Err(format!("the contract has no such operation, so this is {status}"));
        }
        let response = format!("/components/responses/{response}");
        self.check_headers(&response, answer)?;
        self.check_body(&response, answer).map(drop)
    }

    fn check_method_refused(
        &self,
        on_path: &[&Operation],
        answer: &Answer<'_>,
    ) -> Result<(), String> {
        self.check_refusal("MethodNotAllowed", 405, answer)?;
        let allow = header(answer, "allow").unwrap_or_default();
        let mut allowed: BTreeSet<_> = allow.split(',').map(str::trim).collect();
        allowed.remove("HEAD");
        allowed.remove("OPTIONS");
        let has = on_path.iter().map(|operation| operation.method.as_str()).collect();
        if allowed == has { Ok(()) } else { Err(format!("Allow says {allow}, not {has:?}")) }
    }

    fn check_headers(&self, response: &str, answer: &Answer<'_>) -> Result<(), String> {
        let Some((_, Value::Object(headers))) = self.at(&format!("{response}/headers")) else {
            return Ok(());
        };
        for name in headers.keys() {
            let (pointer, definition) =
                self.at(&format!("{response}/headers/{name}")).ok_or("a broken reference")?;
            match header(answer, name) {
                Some(text) => {
                    let value = text.parse::<i64>().map_or_else(|_| json!(text), Value::from);
                    self.validate(&format!("{pointer}/schema"), &value)
                        .map_err(|why| format!("{name}: {text}: {why}"))?;
                }
                None if definition["required"] == true => return Err(format!("{name} is missing")),
                None => {}
            }
        }
        Ok(())
    }

    /// The body, where it is JSON.
    fn check_body(&self, response: &str, answer: &Answer<'_>) -> Result<Option<Value>, String> {
        let Some((content, Value::Object(kinds))) = self.at(&format!("{response}/content")) else {
            return if answer.body.is_empty() {
                Ok(None)
            } else {
                Err("a body, where none is".into())
            };
        };
        let sent = header(answer, "content-type").ok_or("Content-Type is missing")?;
        let kind = sent.split(';').next().unwrap_or_default().trim();
        if !kinds.contains_key(kind) {
            return Err(format!("undocumented content type {kind}"));
        }
        if !kind.ends_with("json") {
            return Ok(None);
        }
        let body = serde_json::from_slice(answer.body).map_err(|why| format!("no JSON: {why}"))?;
        self.validate(&format!("{content}/{}/schema", escape(kind)), &body)?;
        Ok(Some(body))
    }

    /// Which conflicts an operation may answer, it lists by their codes.
    fn check_conflict(
        &self,
        operation: &Operation,
        answer: &Answer<'_>,
        body: &Value,
    ) -> Result<(), String> {
        let listed =
            &self.document.pointer(&operation.pointer).unwrap_or(&Value::Null)["x-problems"];
        let is_listed = listed.as_array().is_some_and(|codes| codes.contains(&body["code"]));
        if answer.status == 409 && !is_listed {
            return Err(format!("{} is not among the operation's x-problems", body["code"]));
        }
        Ok(())
    }

    fn judge(&self, schema: &str) -> Arc<Validator> {
        let mut judges = self.judges.lock().expect("no test panics while it holds the judges");
        judges.entry(schema.to_owned()).or_insert_with(|| Arc::new(self.compile(schema))).clone()
    }

    fn compile(&self, schema: &str) -> Validator {
        // References lead to `#/components`, so the components come along as a member of the schema.
        let mut whole = self.document.pointer(schema).expect("a schema stands here").clone();
        whole["components"] = self.document["components"].clone();
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .build(&whole)
            .unwrap_or_else(|why| panic!("{schema} is no schema: {why}"))
    }
}

fn operations_of(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().expect("the contract has paths");
    let operation = |path: &str, method: &str| Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        pointer: format!("/paths/{}/{method}", escape(path)),
    };
    let of_path = |(path, item): (&String, &Value)| {
        let has = METHODS.into_iter().filter(|method| item.get(method).is_some());
        has.map(|method| operation(path, method)).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

/// A member's name, as a JSON pointer has it.
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn fits(template: &str, path: &str) -> bool {
    let (wanted, given) = (template.split('/'), path.split('/'));
    wanted.clone().count() == given.clone().count()
        && wanted
            .zip(given)
            .all(|(word, part)| word == part || (word.starts_with('{') && !part.is_empty()))
}

fn header<'a>(answer: &Answer<'a>, name: &str) -> Option<&'a str> {
    answer.headers.get(name)?.to_str().ok()
}

/// An `ETag` is the revision that the body names.
fn check_revision(answer: &Answer<'_>, body: &Value) -> Result<(), String> {
    let (Some(tag), Some(revision)) = (header(answer, "etag"), body.get("revision")) else {
        return Ok(());
    };
    let revision = format!("\"{revision}\"");
    if tag == revision { Ok(()) } else { Err(format!("ETag {tag}, but revision {revision}")) }
}
