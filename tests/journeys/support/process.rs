//! A process of ours: what it prints is kept, and it goes when we let go of it.

use std::{
    io::{BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

const STOP_MAX: Duration = Duration::from_secs(20);

/// A running process, in a group of its own with whatever it starts.
pub struct Process {
    child: Child,
    output: Arc<Mutex<String>>,
}

impl Process {
    /// Starts it and keeps what it prints on both streams.
    pub fn start(command: &mut Command) -> Self {
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {program}: {error}"));
        let output = Arc::new(Mutex::new(String::new()));
        keep(child.stdout.take(), &output);
        keep(child.stderr.take(), &output);
        Self { child, output }
    }

    /// What it has printed so far.
    pub fn output(&self) -> String {
        self.output
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Its exit status, if it has ended.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child
            .try_wait()
            .expect("the state of a child can be asked")
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(&mut self) -> ExitStatus {
        if self.ended().is_none() {
            let _ = kill_process(self.pid(), Signal::TERM);
        }
        let start = Instant::now();
        loop {
            if let Some(status) = self.ended() {
                return status;
            }
            let output = self.output();
            assert!(
                start.elapsed() < STOP_MAX,
                "a process did not stop; it said:\n{output}"
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Tells it to look at its files again.
    pub fn hang_up(&self) {
        let _ = kill_process(self.pid(), Signal::HUP);
    }

    /// Ends it and all that it started, at once and without a word, as a power cut would.
    pub fn kill(&mut self) {
        let _ = kill_process_group(self.pid(), Signal::KILL);
        let _ = self.child.wait();
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Reads a stream to its end on a thread, so that the process never waits for us.
fn keep(stream: Option<impl Read + Send + 'static>, output: &Arc<Mutex<String>>) {
    let Some(stream) = stream else { return };
    let output = Arc::clone(output);
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
            output.push_str(&String::from_utf8_lossy(&line));
            output.push('\n');
        }
    });
}
