//! A Redis that lives as long as the tests.

use crate::daemon::{self, Daemon};
use crate::step::{Failure, Outcome, note, step};
use crate::system;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::Stdio;
use std::time::Duration;

/// A running Redis that keeps nothing.
pub struct Redis {
    _server: Daemon,
    port: u16,
}

impl Redis {
    /// Starts it; installs the program if there is none.
    pub fn start() -> Outcome<Redis> {
        if system::find("redis-server").is_none() {
            system::install(&["redis-server"], "several instances wake each other up through a real Redis")?;
        }
        let program = system::find("redis-server").ok_or_else(|| Failure::new("Missing: redis-server"))?;
        step("starting a throw-away Redis", "several instances wake each other up through it", || {
            let port = daemon::free_port()?;
            let mut server = daemon::bound(&program, "TERM", None)?;
            server.args([
                "--port",
                &port.to_string(),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
            ]);
            server.current_dir(std::env::temp_dir()).stdout(Stdio::null());
            let server = Daemon::start("Redis", "TERM", &mut server, || answers(port))?;
            note(&format!("{} on 127.0.0.1:{port}", program.display()));
            Ok(Redis { _server: server, port })
        })
    }

    /// The address for `SUNNYSIDE_TEST_REDIS`.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}

fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<bool> {
        let wait = Duration::from_secs(1);
        let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), wait)?;
        stream.set_read_timeout(Some(wait))?;
        stream.write_all(b"PING\r\n")?;
        let mut answer = [0; 5];
        stream.read_exact(&mut answer)?;
        Ok(&answer == b"+PONG")
    };
    ask().unwrap_or(false)
}
