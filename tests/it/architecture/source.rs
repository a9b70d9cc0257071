//! One source file as tokens: enough of Rust to see which paths it names and how long its functions are.

use std::{fs, path::Path};

/// A word or sign of the source, and its line.
#[derive(Clone, Debug)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    fn is_word(&self) -> bool {
        self.text.starts_with(|sign: char| sign.is_alphabetic() || sign == '_')
    }
}

/// A function's name, where it begins, and how many lines it takes.
pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

/// A file below `src`.
pub struct Source {
    path: String,
    pub tokens: Vec<Token>,
    pub lines: usize,
    pub opens_with_its_purpose: bool,
}

impl Source {
    /// Every file below a folder.
    pub fn all(folder: &Path) -> Vec<Self> {
        let mut found = Vec::new();
        collect(folder, folder, &mut found);
        assert!(!found.is_empty(), "no sources in {}", folder.display());
        found
    }

    pub fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            tokens: tokens(text),
            lines: text.lines().count(),
            opens_with_its_purpose: text.starts_with("//! "),
        }
    }

    pub fn says(&self, line: usize, what: &str) -> String {
        format!("src/{}:{line}: {what}", self.path)
    }

    /// The module that the import rules know this file by: the first folder below `src`, with `web/api` and
    /// `web/pages` apart from the rest of `web`.
    pub fn layer(&self) -> String {
        layer_of(&self.module())
    }

    /// The path of the module that this file is, such as `["use_cases", "scans", "record"]`.
    pub fn module(&self) -> Vec<String> {
        let path = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        let root = ["lib", "main"].contains(&path);
        if root { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// Every path into this crate that the file names, absolute from the crate's root, with its line.
    pub fn own_paths(&self) -> Vec<(usize, Vec<String>)> {
        let mut found = Vec::new();
        for at in 0..self.tokens.len() {
            let continues = at >= 2 && is_path_sign(&self.tokens[at - 2..at]);
            let in_group = self.tokens[at].is("super") && continues;
            if continues || in_group {
                continue;
            }
            let supers = self.supers(at);
            let module = self.module();
            if supers > module.len() {
                continue;
            }
            if supers > 0 {
                let base = module[..module.len() - supers].to_vec();
                self.leaves(at + 3 * supers, &base, &mut found);
            } else if ["crate", "stuffy"].iter().any(|root| self.tokens[at].is(root))
                && is_path_sign(&self.tokens[at + 1..])
            {
                self.leaves(at + 3, &[], &mut found);
            }
        }
        found
    }

    /// Paths through a module that this file declares: `mod b; use b::C;`.
    pub fn child_paths(&self) -> Vec<(usize, Vec<String>)> {
        let declared = |at: &usize| self.tokens[*at].is("mod") && self.tokens[at + 2].is(";");
        let children: Vec<&str> = (0..self.tokens.len().saturating_sub(2))
            .filter(declared)
            .map(|at| self.tokens[at + 1].text.as_str())
            .collect();
        let mut found = Vec::new();
        for at in 0..self.tokens.len() {
            let begins = at < 2 || !is_path_sign(&self.tokens[at - 2..at]);
            let is_child = children.iter().any(|child| self.tokens[at].is(child));
            if begins && is_child && is_path_sign(&self.tokens[at + 1..]) {
                self.leaves(at, &self.module(), &mut found);
            }
        }
        found
    }

    /// Collects the paths that begin at a position, each branch of a group in braces by itself.
    fn leaves(&self, mut at: usize, base: &[String], found: &mut Vec<(usize, Vec<String>)>) {
        let mut path = base.to_vec();
        while let Some(token) = self.tokens.get(at) {
            if token.is("{") {
                self.group(at, &path, found);
                return;
            }
            if !token.is_word() {
                break;
            }
            if !token.is("self") {
                path.push(token.text.clone());
            }
            if !is_path_sign(&self.tokens[at + 1..]) {
                break;
            }
            at += 3;
        }
        let line = self.tokens.get(at).or(self.tokens.last()).map_or(1, |token| token.line);
        found.push((line, path));
    }

    /// The branches of a group, one level at a time.
    fn group(&self, open: usize, base: &[String], found: &mut Vec<(usize, Vec<String>)>) {
        let (mut depth, mut starts_branch) = (0, false);
        for at in open..self.tokens.len() {
            let token = &self.tokens[at];
            if depth == 1 && starts_branch && token.is_word() {
                self.leaves(at, base, found);
            }
            depth += usize::from(token.is("{"));
            depth -= usize::from(token.is("}"));
            if depth == 0 {
                return;
            }
            starts_branch = depth == 1 && (token.is("{") || token.is(","));
        }
    }

    /// How many `super::` follow one another here.
    fn supers(&self, at: usize) -> usize {
        self.tokens[at..]
            .chunks(3)
            .take_while(|part| part[0].is("super") && is_path_sign(&part[1..]))
            .count()
    }

    /// What follows `name::`, each name of a group by itself.
    pub fn paths_below(&self, name: &str) -> Vec<(usize, String)> {
        let starts = (0..self.tokens.len())
            .filter(|at| self.tokens[*at].is(name) && is_path_sign(&self.tokens[at + 1..]));
        starts.flat_map(|at| self.names_at(at + 3)).collect()
    }

    /// The name at a position, or the first names of a group in braces.
    fn names_at(&self, at: usize) -> Vec<(usize, String)> {
        let Some(first) = self.tokens.get(at) else {
            return Vec::new();
        };
        if !first.is("{") {
            return vec![(first.line, first.text.clone())];
        }
        let (mut depth, mut expected, mut names) = (0, false, Vec::new());
        for token in &self.tokens[at..] {
            match token.text.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if expected && depth == 1 && token.is_word() {
                names.push((token.line, token.text.clone()));
            }
            expected = depth == 1 && (token.is("{") || token.is(","));
        }
        names
    }

    /// The first names of paths, and what is named by `use`: a crate, or something of the file's own.
    pub fn foreign_crates(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for at in 0..self.tokens.len() {
            let token = &self.tokens[at];
            let inside_a_path =
                at >= 3 && is_path_sign(&self.tokens[at - 2..at]) && self.tokens[at - 3].is_word();
            let begins_a_path =
                token.is_word() && !inside_a_path && is_path_sign(&self.tokens[at + 1..]);
            if begins_a_path {
                found.push((token.line, token.text.clone()));
            } else if token.is("use") {
                let names = self.names_at(at + 1);
                found.extend(
                    names.into_iter().filter(|(line, name)| !self.is_path_start(*line, name)),
                );
            }
        }
        found
    }

    /// Whether a name on a line is followed by `::`, and so is counted as a path already.
    fn is_path_start(&self, line: usize, name: &str) -> bool {
        let here = |at: usize| self.tokens[at].line == line && self.tokens[at].is(name);
        (0..self.tokens.len()).any(|at| here(at) && is_path_sign(&self.tokens[at + 1..]))
    }

    /// Every function that has a body.
    pub fn functions(&self) -> Vec<Function> {
        let named = |at: &usize| {
            self.tokens[*at].is("fn") && self.tokens.get(at + 1).is_some_and(Token::is_word)
        };
        (0..self.tokens.len()).filter(named).filter_map(|at| self.function(at)).collect()
    }

    fn function(&self, at: usize) -> Option<Function> {
        let (mut braces, mut brackets) = (0_usize, 0_usize);
        for token in &self.tokens[at..] {
            match token.text.as_str() {
                "(" | "[" => brackets += 1,
                ")" | "]" => brackets -= 1,
                "{" => braces += 1,
                ";" if braces == 0 && brackets == 0 => return None,
                "}" if braces == 1 => {
                    let (name, line) = (self.tokens[at + 1].text.clone(), self.tokens[at].line);
                    return Some(Function { name, line, lines: token.line - line + 1 });
                }
                "}" => braces -= 1,
                _ => {}
            }
        }
        None
    }
}

/// The layer that a module path belongs to.
pub fn layer_of(path: &[String]) -> String {
    match path {
        [web, part, ..] if web == "web" && ["api", "pages"].contains(&part.as_str()) => {
            format!("web::{part}")
        }
        [first, ..] => first.clone(),
        [] => "main".to_owned(),
    }
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path
                .strip_prefix(root)
                .expect("below the root")
                .to_string_lossy()
                .replace('\\', "/");
            found.push(Source::new(&name, &fs::read_to_string(&path).expect("a readable source")));
        }
    }
}

fn is_path_sign(tokens: &[Token]) -> bool {
    matches!(tokens, [first, second, ..] if first.is(":") && second.is(":"))
}

/// Cuts a source into words and signs; comments, strings and character literals leave nothing.
fn tokens(text: &str) -> Vec<Token> {
    let signs: Vec<char> = text.chars().collect();
    let (mut at, mut line, mut found) = (0, 1, Vec::new());
    while at < signs.len() {
        let (nothing, word) = (passed_over(&signs[at..]), word(&signs[at..]).max(1));
        let step = if nothing > 0 { nothing } else { word };
        if nothing == 0 && !signs[at].is_whitespace() {
            found.push(Token { text: signs[at..at + step].iter().collect(), line });
        }
        line += signs[at..at + step].iter().filter(|sign| **sign == '\n').count();
        at += step;
    }
    found
}

fn word(signs: &[char]) -> usize {
    signs.iter().take_while(|sign| sign.is_alphanumeric() || **sign == '_').count()
}

/// How many signs a comment or literal takes that begins here; 0 when none does.
fn passed_over(signs: &[char]) -> usize {
    match signs {
        ['/', '/', ..] => signs.iter().take_while(|sign| **sign != '\n').count(),
        ['/', '*', ..] => block_comment(signs),
        ['"', ..] => 1 + quoted(&signs[1..], '"'),
        ['b', '"', ..] => 2 + quoted(&signs[2..], '"'),
        ['r', '"' | '#', ..] => raw_string(&signs[1..]).map_or(0, |length| length + 1),
        ['b', 'r', '"' | '#', ..] => raw_string(&signs[2..]).map_or(0, |length| length + 2),
        ['\'', '\\', ..] | ['\'', _, '\'', ..] => 1 + quoted(&signs[1..], '\''),
        _ => 0,
    }
}

/// The rest of a literal with its closing quote.
fn quoted(signs: &[char], quote: char) -> usize {
    let mut escaped = false;
    for (at, sign) in signs.iter().enumerate() {
        if *sign == quote && !escaped {
            return at + 1;
        }
        escaped = *sign == '\\' && !escaped;
    }
    signs.len()
}

fn raw_string(signs: &[char]) -> Option<usize> {
    let hashes = signs.iter().take_while(|sign| **sign == '#').count();
    signs.get(hashes).filter(|sign| **sign == '"')?;
    let closes = |at: &usize| {
        signs[*at] == '"'
            && signs[at + 1..].iter().take_while(|sign| **sign == '#').count() >= hashes
    };
    Some((hashes + 1..signs.len()).find(closes).map_or(signs.len(), |at| at + 1 + hashes))
}

fn block_comment(signs: &[char]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < signs.len() {
        match signs[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] if depth == 1 => return at + 2,
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    signs.len()
}
