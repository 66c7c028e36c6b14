//! Programs that run beside the tests and end with them.

use crate::step::{Doing, Failure, Outcome, command};
use crate::system;
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long a program may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running program; dropping it ends it, also when a test fails or panics.
pub struct Daemon {
    name: &'static str,
    signal: &'static str,
    child: Child,
}

impl Daemon {
    /// Starts it and waits until `ready` says yes. `signal` is what ends it in good order.
    pub fn start(
        name: &'static str,
        signal: &'static str,
        command: &mut Command,
        ready: impl Fn() -> bool,
    ) -> Outcome<Daemon> {
        command.stdin(Stdio::null());
        let child = command.spawn().doing(format!("starting {name}"))?;
        let mut daemon = Daemon { name, signal, child };
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = daemon.child.try_wait()? {
                return Err(Failure::new(format!("{name} ended at once with {status}")));
            }
            if ready() {
                return Ok(daemon);
            }
            pause();
        }
        Err(Failure::new(format!("{name} was not ready after {} s", PATIENCE.as_secs())))
    }

    fn end(&mut self) -> Outcome<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        // The shell's own `kill`: the program of that name is not on every machine.
        let mut kill = command("sh");
        kill.args(["-c", "kill -s \"$0\" \"$1\"", self.signal]).arg(self.child.id().to_string());
        kill.status()?;
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            pause();
        }
        self.child.kill()?;
        self.child.wait()?;
        Err(Failure::new(format!("{} did not end and was killed", self.name)))
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        if let Err(cause) = self.end() {
            eprintln!("    ending {}: {cause}", self.name);
        }
    }
}

/// Between two looks at a condition.
fn pause() {
    thread::sleep(Duration::from_millis(30));
}

/// A command that is sent `signal` when this process ends in whatever way, where the system can do that.
/// With `user` (its uid and gid) it runs as that user.
pub fn bound(program: &std::path::Path, signal: &str, user: Option<(u32, u32)>) -> Outcome<Command> {
    if system::find("setpriv").is_none() {
        return match user {
            None => Ok(command(program)),
            Some(_) => Err(Failure::new(
                "Missing: setpriv (package util-linux), which runs a program as another user",
            )),
        };
    }
    let mut setpriv = command("setpriv");
    setpriv.args(["--pdeathsig", signal]);
    if let Some((uid, gid)) = user {
        setpriv.args([format!("--reuid={uid}"), format!("--regid={gid}"), "--clear-groups".to_owned()]);
    }
    setpriv.arg(program);
    Ok(setpriv)
}

/// A port of 127.0.0.1 that nobody listened on a moment ago.
pub fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).doing("looking for a free port")?;
    Ok(listener.local_addr()?.port())
}
