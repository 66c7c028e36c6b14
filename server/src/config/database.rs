//! The forms of `DATABASE_URL`, brought to the one that the store opens.

use std::{
    fmt,
    path::{Path, PathBuf},
};

/// The database: an SQLite file or a PostgreSQL server.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    url: String,
    file: Option<PathBuf>,
}

impl Default for DatabaseUrl {
    fn default() -> Self {
        Self::sqlite("sunnyside.db")
    }
}

/// Without what follows the scheme: a password may stand there.
impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

const FORMS: &str =
    "it has the form `sqlite://PATH`, `sqlite:///ABSOLUTE/PATH` or `postgres://user:password@host:5432/name`";

impl DatabaseUrl {
    /// Reads one of the forms of the contract. The value is never repeated in an error: it may hold a password.
    ///
    /// # Errors
    /// Where it is none of them.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(rest) = text.strip_prefix("sqlite://") {
            return sqlite(rest);
        }
        ["postgres://", "postgresql://", "postgresql+psycopg://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))
            .filter(|rest| !rest.is_empty())
            .map(|rest| Self { url: format!("postgres://{rest}"), file: None })
            .ok_or_else(|| FORMS.to_owned())
    }

    fn sqlite(path: &str) -> Self {
        Self { url: format!("sqlite://{path}?mode=rwc"), file: Some(PathBuf::from(percent_decoded(path))) }
    }

    /// The form that the store opens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// What may be shown of it: a file's path, or which kind of server.
    pub fn shown(&self) -> String {
        match &self.file {
            Some(file) => file.display().to_string(),
            None => "postgres://…".to_owned(),
        }
    }
}

fn sqlite(rest: &str) -> Result<DatabaseUrl, String> {
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    if query.split('&').any(|part| !matches!(part, "" | "mode=rwc" | "mode=rw")) {
        return Err("an SQLite file takes no parameter but `?mode=rwc`".to_owned());
    }
    // `sqlite:///./shop.db` is the old clients' way to write a relative path; an absolute one begins with one slash.
    let path = match path.strip_prefix('/') {
        Some(relative) if relative.starts_with("./") => relative.to_owned(),
        Some(_) => format!("/{}", path.trim_start_matches('/')),
        None => path.to_owned(),
    };
    if path.ends_with('/') || path.is_empty() || path.contains(":memory:") {
        return Err(format!("an SQLite database is a file; {FORMS}"));
    }
    Ok(DatabaseUrl::sqlite(&path))
}

/// The driver reads the path percent-decoded, so the key beside the file has to be found the same way.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_the_contract() {
        for (given, url, file) in [
            ("sqlite://shop.db", "sqlite://shop.db?mode=rwc", Some("shop.db")),
            ("sqlite://shop.db?mode=rwc", "sqlite://shop.db?mode=rwc", Some("shop.db")),
            ("sqlite://./data/shop.db", "sqlite://./data/shop.db?mode=rwc", Some("./data/shop.db")),
            ("sqlite:///./shop.db", "sqlite://./shop.db?mode=rwc", Some("./shop.db")),
            ("sqlite:///./shop.db?mode=rwc", "sqlite://./shop.db?mode=rwc", Some("./shop.db")),
            ("sqlite:///var/lib/shop.db", "sqlite:///var/lib/shop.db?mode=rwc", Some("/var/lib/shop.db")),
            ("sqlite:////var/lib/shop.db", "sqlite:///var/lib/shop.db?mode=rwc", Some("/var/lib/shop.db")),
            ("sqlite:///my%20shop.db", "sqlite:///my%20shop.db?mode=rwc", Some("/my shop.db")),
            ("postgres://u:p@h:5432/d", "postgres://u:p@h:5432/d", None),
            ("postgresql://u@h/d?sslmode=require", "postgres://u@h/d?sslmode=require", None),
            ("postgresql+psycopg://u:p@h/d", "postgres://u:p@h/d", None),
        ] {
            let parsed = DatabaseUrl::parse(given).unwrap();
            assert_eq!((parsed.url(), parsed.file()), (url, file.map(Path::new)), "{given}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for bad in [
            "",
            "shop.db",
            "sqlite:shop.db",
            "sqlite://",
            "sqlite:///",
            "sqlite://:memory:",
            "sqlite://x?cache=shared",
            "postgresql://",
            "mysql://u@h/d",
        ] {
            assert!(DatabaseUrl::parse(bad).is_err(), "{bad}");
        }
    }
}
