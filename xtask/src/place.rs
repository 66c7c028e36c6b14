//! Where things are: the checkout, and the folder outside it that outlives a checkout.

use crate::step::{Doing, Failure, Outcome, note};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The folder of the checkout.
pub fn root() -> PathBuf {
    // The variable of this run, not of the build: a moved checkout keeps its target folder.
    let own = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.parent().map(Path::to_path_buf).unwrap_or(own)
}

/// The folder for tools and compiled dependencies, shared by all checkouts of this user.
pub fn cache() -> Outcome<PathBuf> {
    let given = std::env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = given.or_else(|| home().map(|home| home.join(".cache")));
    base.map(|base| base.join("sunnyside")).ok_or_else(|| {
        Failure::new("neither HOME nor XDG_CACHE_HOME is set: there is no folder to keep tools in")
    })
}

/// The user's home folder.
pub fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// A new empty folder for something that is thrown away afterwards.
pub fn temporary(name: &str) -> Outcome<PathBuf> {
    let moment = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |time| time.subsec_nanos());
    let path = std::env::temp_dir().join(format!("sunnyside-{name}-{}-{moment}", std::process::id()));
    fs::create_dir_all(&path).doing(format!("making {}", path.display()))?;
    Ok(path)
}

/// Holds a folder for this process until the answer is dropped; waits for another one that holds it.
pub fn hold(folder: &Path) -> Outcome<File> {
    fs::create_dir_all(folder).doing(format!("making {}", folder.display()))?;
    let path = folder.join(".sunnyside-lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .doing(format!("opening {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            note(&format!("another checkout works in {}: waiting for it", folder.display()));
            file.lock().doing(format!("locking {}", path.display()))?;
        }
        Err(TryLockError::Error(error)) => return Err(error).doing(format!("locking {}", path.display())),
    }
    claim(folder, &root())?;
    Ok(file)
}

/// Makes a shared target folder believe nothing of another checkout. Cargo tells a fresh package by the age of its
/// files, and packages of one name in two checkouts share their place: what the other one built last would pass for
/// this one's. So the first build after another checkout's sees all sources as new.
fn claim(target: &Path, root: &Path) -> Outcome<()> {
    let marker = target.join(".sunnyside-checkout");
    let own = root.as_os_str().as_encoded_bytes();
    if fs::read(&marker).is_ok_and(|last| last == own) {
        return Ok(());
    }
    note("the shared target folder served another checkout last: its own packages are built anew");
    let now = std::time::SystemTime::now();
    for room in ["src", "app", "frontend", "migration", "server"] {
        touch_all(&root.join(room), now)?;
    }
    fs::write(&marker, own).doing(format!("writing {}", marker.display()))
}

fn touch_all(path: &Path, now: std::time::SystemTime) -> Outcome<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).doing(format!("reading {}", path.display()))? {
            touch_all(&entry?.path(), now)?;
        }
        return Ok(());
    }
    if path.exists() {
        let file = File::options().append(true).open(path).doing(format!("opening {}", path.display()))?;
        file.set_modified(now).doing(format!("touching {}", path.display()))?;
    }
    Ok(())
}

/// Where something is made that gets its own name only when it is whole.
pub fn partial(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

/// Removes a file or a whole folder; it is fine if there is none.
pub fn remove(path: &Path) -> Outcome<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(_) => return Ok(()),
    };
    removed.doing(format!("removing {}", path.display()))
}

/// Copies a folder with everything in it.
pub fn copy_all(from: &Path, to: &Path) -> Outcome<()> {
    fs::create_dir_all(to).doing(format!("making {}", to.display()))?;
    for entry in fs::read_dir(from).doing(format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_all(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).doing(format!("copying {}", entry.path().display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_checkouts_packages_are_not_taken_for_fresh() -> Outcome<()> {
        let folder = temporary("claim")?;
        let (target, root) = (folder.join("target"), folder.join("here"));
        fs::create_dir_all(&target)?;
        fs::create_dir_all(root.join("src"))?;
        let file = root.join("src/lib.rs");
        fs::write(&file, "x")?;
        let old = std::time::SystemTime::UNIX_EPOCH;
        let age = |to: std::time::SystemTime| {
            File::options().append(true).open(&file).and_then(|f| f.set_modified(to))
        };
        age(old)?;
        claim(&target, &root)?;
        assert!(fs::metadata(&file)?.modified()? > old, "another one's before");
        age(old)?;
        claim(&target, &root)?;
        assert_eq!(fs::metadata(&file)?.modified()?, old, "ours before: nothing to do");
        remove(&folder)
    }
}
