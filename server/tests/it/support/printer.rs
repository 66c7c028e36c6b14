//! A receipt printer on a loopback port: it keeps what it is sent, and can have no paper, be silent, or break.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// How the printer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It prints, and answers.
    Well,
    /// It says that it has no paper.
    PaperOut,
    /// It takes the connection and nothing more.
    BlackHole,
    /// It goes away in the middle of a job.
    Breaks,
}

/// The printer.
pub struct TestPrinter {
    pub port: u16,
    mood: Arc<Mutex<Mood>>,
    papers: Arc<Mutex<Vec<Vec<u8>>>>,
    task: JoinHandle<()>,
}

impl Drop for TestPrinter {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl TestPrinter {
    /// A printer on a port of its own.
    pub async fn new() -> Self {
        Self::on(0).await
    }

    /// A printer on this port: one that was away comes back.
    pub async fn on(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (mood, papers) = (Arc::new(Mutex::new(Mood::Well)), Arc::new(Mutex::new(Vec::new())));
        let (moods, kept) = (mood.clone(), papers.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mood = *moods.lock().unwrap();
                tokio::spawn(serve(stream, mood, kept.clone()));
            }
        });
        Self { port, mood, papers, task }
    }

    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// What was printed: the bytes of each job.
    pub fn papers(&self) -> Vec<Vec<u8>> {
        self.papers.lock().unwrap().clone()
    }

    /// Waits until so many jobs are on paper.
    pub async fn has_printed(&self, count: usize) -> Vec<Vec<u8>> {
        for _ in 0..300 {
            if self.papers().len() >= count {
                return self.papers();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{} of {count} papers were printed", self.papers().len());
    }
}

async fn serve(mut stream: TcpStream, mood: Mood, papers: Arc<Mutex<Vec<Vec<u8>>>>) {
    let mut paper = Vec::new();
    let mut buffer = [0_u8; 4096];
    while let Ok(read) = stream.read(&mut buffer).await {
        if read == 0 {
            break;
        }
        if mood == Mood::BlackHole {
            continue;
        }
        paper.extend(&buffer[..read]);
        while let Some(at) = paper.windows(3).position(|part| part == [0x10, 0x04, 0x04]) {
            paper.drain(at..at + 3);
            let answer = if mood == Mood::PaperOut { 0x72 } else { 0x12 };
            if stream.write_all(&[answer]).await.is_err() {
                return;
            }
        }
        if mood == Mood::Breaks && !paper.is_empty() {
            return;
        }
    }
    if !paper.is_empty() {
        papers.lock().unwrap().push(paper);
    }
}
