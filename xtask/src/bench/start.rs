//! From the start of a process to its first request.

use std::io::{Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

use super::consumer::{FACADE, RAW};
use super::quantity::{Goal, Quantity, Unit};
use super::workbench::{Background, Workbench};
use super::{callgrind, data, network};

pub(super) fn measure(workbench: &Workbench) -> Result<Vec<Quantity>> {
    let programs = network::programs(workbench)?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let root = format!("http://{}", listener.local_addr()?);
    let mut time = Quantity::new("start of a process to its first request", Unit::Seconds);
    for _ in 0..workbench.times(101, 11) {
        for (subject, program) in &programs {
            let mut program = Command::new(program);
            program.args(["start", &root]);
            time.add(subject, first_request(&listener, &mut program)?);
        }
    }
    let mut quantities = vec![time.ratio(FACADE, RAW, Some(Goal::AtMost(1.2)))?];
    if callgrind::is_there() {
        let what = "start of a process, client for https, instructions";
        let mut count = Quantity::new(what, Unit::Count);
        for (subject, program) in programs {
            if [FACADE, RAW].contains(&subject) {
                let mut program = Command::new(program);
                count.add(subject, callgrind::instructions(program.arg("https"))?);
            }
        }
        quantities.push(count.ratio(FACADE, RAW, None)?);
    }
    Ok(quantities)
}

/// Seconds until the program's request is there.
fn first_request(listener: &TcpListener, program: &mut Command) -> Result<f64> {
    let started = Instant::now();
    let child = program
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .context("cannot start the measuring program")?;
    let mut child = Background(child);
    let (mut stream, _) = listener.accept()?;
    read_head(&mut stream)?;
    let seconds = started.elapsed().as_secs_f64();
    let body = data::RUN_SUMMARY;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
    write!(
        stream,
        "{head}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    ensure!(child.0.wait()?.success(), "the measuring program failed");
    Ok(seconds)
}

fn read_head(stream: &mut TcpStream) -> Result<()> {
    let mut head = Vec::new();
    let mut part = [0; 1024];
    while !head.ends_with(b"\r\n\r\n") {
        let length = stream.read(&mut part)?;
        ensure!(length > 0, "the measuring program hung up");
        head.extend_from_slice(&part[..length]);
    }
    Ok(())
}
