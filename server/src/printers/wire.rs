//! Bytes to a printer: connect, ask for paper, send, ask again.

use std::{net::SocketAddr, time::Duration};

use sunnyside::{
    printing::{Printer, Trouble, is_of_shop},
    receipt::escpos::{ASK_PAPER, is_out_of_paper},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpStream, lookup_host},
    time::timeout,
};

const CONNECT: Duration = Duration::from_secs(3);
const SEND: Duration = Duration::from_secs(20);
/// Many printers never answer; they are not waited for long.
const ANSWER: Duration = Duration::from_millis(800);

/// What a printer said when it was asked for paper.
enum Said {
    Paper,
    NoPaper,
    Nothing,
    Gone,
}

/// Sends the bytes of a paper. `Broken` where some of it may be on paper.
pub async fn send(printer: &Printer, bytes: &[u8]) -> Result<(), Trouble> {
    let mut stream = connect(printer).await?;
    let before = ask(&mut stream).await;
    match before {
        Said::NoPaper => return Err(Trouble::PaperOut),
        Said::Gone => return Err(Trouble::Away),
        Said::Paper | Said::Nothing => {}
    }
    let sent = timeout(SEND, async {
        stream.write_all(bytes).await?;
        stream.flush().await
    });
    if !matches!(sent.await, Ok(Ok(()))) {
        return Err(Trouble::Broken);
    }
    // A printer that answers does so once it has taken everything in.
    if matches!(before, Said::Paper) {
        match ask(&mut stream).await {
            Said::NoPaper | Said::Gone => return Err(Trouble::Broken),
            Said::Paper | Said::Nothing => {}
        }
    }
    // All bytes are with the printer's side; how it closes says nothing any more.
    let _ = timeout(ANSWER, stream.shutdown()).await;
    Ok(())
}

async fn connect(printer: &Printer) -> Result<TcpStream, Trouble> {
    let found = timeout(CONNECT, lookup_host((printer.host.as_str(), printer.port))).await;
    let Ok(Ok(found)) = found else { return Err(Trouble::Away) };
    let addresses: Vec<SocketAddr> = found.filter(|address| is_of_shop(address.ip())).collect();
    // The very address that was looked at: a name cannot mean another one a moment later.
    let address = addresses.first().ok_or(Trouble::Elsewhere)?;
    match timeout(CONNECT, TcpStream::connect(address)).await {
        Ok(Ok(stream)) => Ok(stream),
        _ => Err(Trouble::Away),
    }
}

async fn ask(stream: &mut TcpStream) -> Said {
    if stream.write_all(&ASK_PAPER).await.is_err() {
        return Said::Gone;
    }
    let mut answer = [0_u8; 1];
    match timeout(ANSWER, stream.read(&mut answer)).await {
        Err(_) => Said::Nothing,
        Ok(Ok(1)) if is_out_of_paper(answer[0]) => Said::NoPaper,
        Ok(Ok(1)) => Said::Paper,
        Ok(_) => Said::Gone,
    }
}
