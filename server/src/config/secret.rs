//! What tokens are signed with.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::Config;

/// The shortest key that production takes.
const SHORTEST: usize = 32;

/// What people leave in a key when they mean to change it later.
const WELL_KNOWN: [&str; 12] = [
    "changeme",
    "changethis",
    "replaceme",
    "replacethis",
    "yoursecret",
    "supersecret",
    "secretkey",
    "password",
    "insecure",
    "notsecret",
    "development",
    "12345678",
];

/// Whether production may sign with it.
///
/// # Errors
/// A sentence that says why not.
pub(super) fn check(key: Option<&str>) -> Result<(), String> {
    let hint = "make one with `openssl rand -hex 32`";
    let Some(key) = key else { return Err(format!("production needs one; {hint}")) };
    if key.chars().count() < SHORTEST {
        return Err(format!("it has fewer than {SHORTEST} characters; {hint}"));
    }
    let letters: String =
        key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if WELL_KNOWN.iter().any(|word| letters.contains(word)) {
        return Err(format!("it is a well-known word; {hint}"));
    }
    if repeats(key) {
        return Err(format!("it repeats the same few characters; {hint}"));
    }
    Ok(())
}

/// Whether a text is a short piece over and over: `aaaa…`, `abcabc…`.
fn repeats(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    (1..=12).any(|period| letters.iter().zip(letters.iter().skip(period)).all(|(a, b)| a == b))
}

impl Config {
    /// What tokens are signed with: `SECRET_KEY`, or in development the key that is kept with the database.
    ///
    /// # Errors
    /// A sentence where that key can neither be read nor made.
    pub fn signing_key(&self) -> Result<String, String> {
        match &self.secret_key {
            Some(key) => Ok(key.reveal().to_owned()),
            None => development_key(&self.key_file()),
        }
    }

    fn key_file(&self) -> PathBuf {
        match self.database.file() {
            Some(file) => {
                let mut name = file.as_os_str().to_owned();
                name.push(".key");
                PathBuf::from(name)
            }
            None => PathBuf::from("sunnyside.key"),
        }
    }
}

/// Reads the key of a development database, or makes one: a restart then signs nobody out.
///
/// # Errors
/// A sentence where it can neither be read nor made.
pub fn development_key(file: &Path) -> Result<String, String> {
    let told =
        |error: io::Error| format!("the key `{}` can neither be read nor made: {error}", file.display());
    match fs::read_to_string(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        read => {
            let key = read.map_err(told)?.trim().to_owned();
            let too_short =
                || format!("the key `{}` is too short; delete the file and start again", file.display());
            return (key.len() >= SHORTEST).then_some(key).ok_or_else(too_short);
        }
    }
    let key: String = rand::random::<[u8; 32]>().iter().map(|byte| format!("{byte:02x}")).collect();
    match write_new(file, &key) {
        // Another process was faster; its key is the one.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::read_to_string(file).map(|text| text.trim().to_owned()).map_err(told)
        }
        written => written.map(|()| key).map_err(told),
    }
}

/// Writes under another name first, so that nobody ever reads half a key.
fn write_new(file: &Path, key: &str) -> io::Result<()> {
    let mut draft = file.as_os_str().to_owned();
    draft.push(format!(".{}", std::process::id()));
    let draft = PathBuf::from(draft);
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&draft).and_then(|mut handle| {
        writeln!(handle, "{key}")?;
        handle.sync_all()
    });
    let linked = written.and_then(|()| fs::hard_link(&draft, file));
    let removed = fs::remove_file(&draft);
    linked.and(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_takes_a_random_key_and_nothing_else() {
        assert!(check(Some("x3J9vQ0pLm2Rk7Tz5Wb8Yc1Nd4Hf6Gs0")).is_ok());
        assert!(check(Some("c0ffee11d00dfeed8badf00d5eed0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b")).is_ok());
        let weak = [
            "short".to_owned(),
            "x".repeat(64),
            "ab".repeat(32),
            "0123456789".repeat(4),
            "change-me-change-me-in-production!!".to_owned(),
            "please-use-a-PASSWORD-of-your-own-here".to_owned(),
        ];
        assert!(check(None).is_err());
        for key in &weak {
            assert!(check(Some(key)).is_err(), "{key}");
        }
    }

    #[test]
    fn the_key_of_a_development_database_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("shop.db.key");
        let key = development_key(&file).unwrap();
        assert_eq!(key.len(), 64);
        assert_eq!(development_key(&file).unwrap(), key);
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions()) & 0o777,
            0o600
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left behind");
        fs::write(&file, "").unwrap();
        assert!(development_key(&file).is_err());
        assert!(
            development_key(&folder.path().join("new/shop.db.key")).is_ok(),
            "the database's folder may be new"
        );
        assert!(development_key(&file.join("shop.db.key")).is_err(), "a file is no folder");
    }
}
