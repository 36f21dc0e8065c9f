//! Decodes one page of device states over and over: `decode SUBJECT FILE TIMES`.

mod types;

use std::hint::black_box;
use std::time::Instant;

use intune_hardware_configurations::DeviceRunState;
use serde::de::DeserializeOwned;
use types::{DeviceState, Page};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [subject, file, times] = &arguments[..] else {
        return Err("decode SUBJECT FILE TIMES".into());
    };
    let (json, times) = (std::fs::read(file)?, times.parse()?);
    match subject.as_str() {
        "facade" => decode::<Page<DeviceRunState>>(&json, times),
        "struct" => decode::<Page<DeviceState>>(&json, times),
        "value" => decode::<serde_json::Value>(&json, times),
        _ => Err("the subject is facade, struct or value".into()),
    }
}

fn decode<T: DeserializeOwned>(json: &[u8], times: usize) -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    for _ in 0..times {
        black_box(serde_json::from_slice::<T>(black_box(json))?);
    }
    let seconds = started.elapsed().as_secs_f64() / times.max(1) as f64;
    println!(r#"{{"seconds": {seconds:e}}}"#);
    Ok(())
}
