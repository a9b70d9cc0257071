//! Checks every documented of every test against `openapi.yaml`.

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
    Contract { document, operations, validators: Mutex::default() }
});

/// `openapi.yaml`, parsed once.
pub struct Contract {
    document: Value,
    operations: Vec<Operation>,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// One method of one path.
pub struct Operation {
    /// In upper case.
    pub method: String,
    /// With parameters in braces.
    pub path: String,
    /// Of the operation in the document.
    pub pointer: String,
}

pub struct Response<'a> {
    pub status: u16,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
}

impl Contract {
    pub fn get() -> &'static Self {
        &CONTRACT
    }

    pub const fn document(&self) -> &Value {
        &self.document
    }

    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The path may have a query. An undocumented path must return 404, and an undocumented method 405 with the
    /// documented ones in Allow.
    pub fn check(
        &self,
        method: &str,
        path: &str,
        status: u16,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<(), String> {
        let response = Response { status, headers, body };
        let on_path = self.on_path(path);
        // HEAD is GET without the body.
        let documented_method = if method == "HEAD" { "GET" } else { method };
        let result = match on_path.iter().find(|operation| operation.method == documented_method) {
            Some(operation) => self.check_response(operation, method, &response),
            None if on_path.is_empty() => self.check_error("NotFound", 404, &response),
            None => self.check_method_not_allowed(&on_path, &response),
        };
        result.map_err(|why| {
            let body = String::from_utf8_lossy(body);
            format!("{method} {path} returned {status}, which violates openapi.yaml: {why}\n{body}")
        })
    }

    /// Validates a value against the schema at a pointer of the document.
    pub fn validate(&self, schema: &str, value: &Value) -> Result<(), String> {
        let errors: Vec<_> = self
            .validator(schema)
            .iter_errors(value)
            .map(|error| format!("at `{}`: {error}", error.instance_path()))
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
    }

    /// Resolves a pointer, following references.
    pub fn at(&self, pointer: &str) -> Option<(String, &Value)> {
        let mut pointer = pointer.to_owned();
        loop {
            let value = self.document.pointer(&pointer)?;
            let Some(reference) = value["$ref"].as_str() else { return Some((pointer, value)) };
            reference.trim_start_matches('#').clone_into(&mut pointer);
        }
    }

    /// The operations of the best matching path: a literal segment beats a parameter.
    fn on_path(&self, path: &str) -> Vec<&Operation> {
        let path = path.split('?').next().unwrap_or_default();
        let fitting = || self.operations.iter().filter(|operation| fits(&operation.path, path));
        let parameters = |operation: &&Operation| operation.path.matches('{').count();
        let fewest = fitting().map(|operation| parameters(&operation)).min();
        fitting().filter(|operation| Some(parameters(operation)) == fewest).collect()
    }

    fn check_response(
        &self,
        operation: &Operation,
        method: &str,
        response: &Response<'_>,
    ) -> Result<(), String> {
        let documented = format!("{}/responses/{}", operation.pointer, response.status);
        let (documented, _) = self.at(&documented).ok_or("undocumented status")?;
        self.check_headers(&documented, response)?;
        if method == "HEAD" {
            return Ok(());
        }
        let Some(body) = self.check_body(&documented, response)? else { return Ok(()) };
        self.check_conflict(operation, response, &body)?;
        check_revision(response, &body)
    }

    fn check_error(
        &self,
        documented: &str,
        status: u16,
        response: &Response<'_>,
    ) -> Result<(), String> {
        if response.status != status {
            return Err(format!(
                "there is no such operation in openapi.yaml, so this must be {status}"
            ));
        }
        let documented = format!("/components/responses/{documented}");
        self.check_headers(&documented, response)?;
        self.check_body(&documented, response).map(drop)
    }

    fn check_method_not_allowed(
        &self,
        on_path: &[&Operation],
        response: &Response<'_>,
    ) -> Result<(), String> {
        self.check_error("MethodNotAllowed", 405, response)?;
        let allow = header(response, "allow").unwrap_or_default();
        let mut allowed: BTreeSet<_> = allow.split(',').map(str::trim).collect();
        allowed.remove("HEAD");
        allowed.remove("OPTIONS");
        let has = on_path.iter().map(|operation| operation.method.as_str()).collect();
        if allowed == has { Ok(()) } else { Err(format!("Allow says {allow}, not {has:?}")) }
    }

    fn check_headers(&self, documented: &str, response: &Response<'_>) -> Result<(), String> {
        let Some((_, Value::Object(headers))) = self.at(&format!("{documented}/headers")) else {
            return Ok(());
        };
        for name in headers.keys() {
            let (pointer, definition) =
                self.at(&format!("{documented}/headers/{name}")).ok_or("a broken reference")?;
            match header(response, name) {
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

    /// Returns the body if it is JSON.
    fn check_body(
        &self,
        documented: &str,
        response: &Response<'_>,
    ) -> Result<Option<Value>, String> {
        let Some((content, Value::Object(kinds))) = self.at(&format!("{documented}/content"))
        else {
            return if response.body.is_empty() {
                Ok(None)
            } else {
                Err("a body where none is documented".into())
            };
        };
        let sent = header(response, "content-type").ok_or("Content-Type is missing")?;
        let kind = sent.split(';').next().unwrap_or_default().trim();
        if !kinds.contains_key(kind) {
            return Err(format!("undocumented content type {kind}"));
        }
        if !kind.ends_with("json") {
            return Ok(None);
        }
        let body =
            serde_json::from_slice(response.body).map_err(|why| format!("not JSON: {why}"))?;
        self.validate(&format!("{content}/{}/schema", escape(kind)), &body)?;
        Ok(Some(body))
    }

    /// An operation lists the codes of its 409 responses.
    fn check_conflict(
        &self,
        operation: &Operation,
        response: &Response<'_>,
        body: &Value,
    ) -> Result<(), String> {
        let listed =
            &self.document.pointer(&operation.pointer).unwrap_or(&Value::Null)["x-problems"];
        let is_listed = listed.as_array().is_some_and(|codes| codes.contains(&body["code"]));
        if response.status == 409 && !is_listed {
            return Err(format!("{} is not among the operation's x-problems", body["code"]));
        }
        Ok(())
    }

    fn validator(&self, schema: &str) -> Arc<Validator> {
        let mut validators =
            self.validators.lock().expect("no test panics while it holds the lock");
        validators
            .entry(schema.to_owned())
            .or_insert_with(|| Arc::new(self.compile(schema)))
            .clone()
    }

    fn compile(&self, schema: &str) -> Validator {
        // References point to `#/components`, so the schema gets the components as a member.
        let mut schema_with_components = self.document.pointer(schema).expect("a schema").clone();
        schema_with_components["components"] = self.document["components"].clone();
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .build(&schema_with_components)
            .unwrap_or_else(|why| panic!("{schema} is not a schema: {why}"))
    }
}

fn operations_of(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().expect("openapi.yaml has paths");
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

/// Escapes a member's name for a JSON pointer.
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

fn header<'a>(response: &Response<'a>, name: &str) -> Option<&'a str> {
    response.headers.get(name)?.to_str().ok()
}

/// The `ETag` must be the body's revision.
fn check_revision(response: &Response<'_>, body: &Value) -> Result<(), String> {
    let (Some(tag), Some(revision)) = (header(response, "etag"), body.get("revision")) else {
        return Ok(());
    };
    let revision = format!("\"{revision}\"");
    if tag == revision { Ok(()) } else { Err(format!("ETag {tag}, but revision {revision}")) }
}
