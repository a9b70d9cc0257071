//! The migrations give both databases the same tables, and these match `src/db/schema`.

use std::collections::BTreeMap;
use std::fs;

use stuffy::db::Options;

use crate::databases::{Database, on_both_databases};

#[test]
fn both_folders_have_the_same_migrations() {
    assert_eq!(names_in("migrations/sqlite"), names_in("migrations/postgres"));
}

async fn migrations_run_revert_and_run_again(db: Database) {
    let store = db.bare_store(&Options::default());
    let expected = names_in("migrations/sqlite");
    assert_eq!(store.pending_migrations().await.unwrap(), expected);
    assert_eq!(store.migrate().await.unwrap(), expected);
    assert_eq!(store.migrate().await.unwrap(), Vec::<String>::new());
    let first = tables(&db).await;

    assert_eq!(store.revert_migrations().await.unwrap().len(), expected.len());
    assert_eq!(tables(&db).await, BTreeMap::new());
    assert_eq!(leftovers(&db).await, Vec::<String>::new());

    assert_eq!(store.migrate().await.unwrap(), expected);
    assert_eq!(tables(&db).await, first);
}

async fn tables_match_the_schema(db: Database) {
    let _store = db.store().await;
    assert_eq!(tables(&db).await, tables_of_schema(db.is_postgres()));
}

async fn several_nodes_can_migrate_at_once(db: Database) {
    let nodes = [(); 3].map(|()| db.bare_store(&Options::default()));
    let [a, b, c] = &nodes;
    let (a, b, c) = tokio::join!(a.migrate(), b.migrate(), c.migrate());
    let ran = [a.unwrap(), b.unwrap(), c.unwrap()].concat();
    assert_eq!(ran, names_in("migrations/sqlite"));
}

on_both_databases!(
    migrations_run_revert_and_run_again,
    tables_match_the_schema,
    several_nodes_can_migrate_at_once,
);

fn names_in(folder: &str) -> Vec<String> {
    let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Each table's columns in order, as `name type`, with ` null` appended if nullable.
type Tables = BTreeMap<String, Vec<String>>;

async fn tables(db: &crate::databases::Database) -> Tables {
    let lines = if db.is_postgres() {
        "SELECT table_name || '.' || column_name || ' ' || data_type
                || CASE is_nullable WHEN 'YES' THEN ' null' ELSE '' END AS line
         FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations'
         ORDER BY table_name, ordinal_position"
    } else {
        "SELECT t.name || '.' || c.name || ' ' || c.type
                || CASE c.\"notnull\" WHEN 0 THEN ' null' ELSE '' END AS line
         FROM sqlite_schema t JOIN pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name <> '__diesel_schema_migrations' AND t.name NOT LIKE 'sqlite%'
         ORDER BY t.name, c.cid"
    };
    let mut tables = Tables::new();
    for line in db.lines(lines).await {
        let (table, column) = line.split_once('.').unwrap();
        tables.entry(table.to_owned()).or_default().push(column.to_owned());
    }
    tables
}

/// Other objects that a migration created and did not drop again.
async fn leftovers(db: &crate::databases::Database) -> Vec<String> {
    db.lines(if db.is_postgres() {
        "SELECT proname AS line FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    } else {
        "SELECT name AS line FROM sqlite_schema
         WHERE tbl_name <> '__diesel_schema_migrations' AND name NOT LIKE 'sqlite%'"
    })
    .await
}

fn tables_of_schema(postgres: bool) -> Tables {
    let mut tables = Tables::new();
    let mut table = "";
    for line in schema().lines().map(str::trim) {
        if let Some(opened) = line.strip_suffix(") {") {
            table = opened.split(' ').next().unwrap_or_default();
        } else if let Some((column, kind)) =
            line.strip_suffix(',').and_then(|l| l.split_once(" -> "))
        {
            let column = format!("{column} {}", type_name(kind, postgres));
            tables.entry(table.to_owned()).or_default().push(column);
        }
    }
    tables
}

/// The text of every file in `src/db/schema`.
fn schema() -> String {
    let folder = format!("{}/src/db/schema", env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|file| fs::read_to_string(file).unwrap()).collect()
}

/// The database's name for a schema type.
fn type_name(kind: &str, postgres: bool) -> String {
    if let Some(inner) = kind.strip_prefix("Nullable<").and_then(|kind| kind.strip_suffix('>')) {
        return format!("{} null", type_name(inner, postgres));
    }
    let (in_postgres, in_sqlite) = match kind {
        "Id" => ("uuid", "BLOB"),
        "Stamp" => ("timestamp with time zone", "INTEGER"),
        "Json" => ("jsonb", "TEXT"),
        "Text" => ("text", "TEXT"),
        "Binary" => ("bytea", "BLOB"),
        "BigInt" => ("bigint", "INTEGER"),
        "Integer" => ("integer", "INTEGER"),
        "Bool" => ("boolean", "INTEGER"),
        other => panic!("unknown column type in src/db/schema: {other}"),
    };
    if postgres { in_postgres } else { in_sqlite }.to_owned()
}
