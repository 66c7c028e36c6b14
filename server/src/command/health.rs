//! Asking a running shop whether it is well, for what watches over it: a container has no curl.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// How long the answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks `/health`, and says what came back.
///
/// # Errors
/// A sentence where the shop is not well.
pub async fn health(url: &str) -> Result<(), String> {
    let answer = timeout(PATIENCE, ask(url)).await;
    let answer = answer.map_err(|_| format!("{url} did not answer within {PATIENCE:?}"))??;
    let status = answer.lines().next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    if status == "200" {
        println!("{body}");
        Ok(())
    } else {
        Err(format!("{url} answered {status} {body}"))
    }
}

/// One request over plain HTTP/1.0: the server closes the connection behind its answer.
async fn ask(url: &str) -> Result<String, String> {
    let rest = url.strip_prefix("http://").ok_or_else(|| format!("{url} does not begin with http://"))?;
    let (authority, path) = rest.split_once('/').map_or((rest, ""), |(authority, path)| (authority, path));
    let has_port = authority.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let address = if has_port { authority.to_owned() } else { format!("{authority}:80") };
    let told = |error: std::io::Error| format!("{url} cannot be asked: {error}");
    let mut stream = TcpStream::connect(&address).await.map_err(told)?;
    let request = format!("GET /{path} HTTP/1.0\r\nHost: {authority}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.map_err(told)?;
    let mut answer = Vec::new();
    // More than a status and a line of JSON is not our server.
    stream.take(64 * 1024).read_to_end(&mut answer).await.map_err(told)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
