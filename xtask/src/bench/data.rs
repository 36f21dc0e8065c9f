//! What the service answers with, in all measurements: made up, but of the shape and size of the real thing.

/// The items of a page, as the inside of a JSON array.
pub(super) fn device_states(count: usize) -> String {
    let items: Vec<String> = (0..count).map(device_state).collect();
    items.join(",")
}

fn device_state(number: usize) -> String {
    let (state, output, error) = match number % 20 {
        0 => (
            "fail",
            "null",
            r#""0x80070005: the \"BIOS\" password was refused""#,
        ),
        1..4 => ("pending", "null", "null"),
        4 => (
            "notApplicable",
            r#""this model has no such setting""#,
            "null",
        ),
        _ => (
            "success",
            r#""12 settings applied; restart pending""#,
            "null",
        ),
    };
    let (minute, second) = (number / 60 % 60, number % 60);
    format!(
        concat!(
            r#"{{"id":"5a1c2d3e-0000-4000-8000-{number:012}_7d9f1b2c-0000-4000-8000-{number:012}","#,
            r#""deviceName":"LAPTOP-{number:06}","configurationState":"{state}","#,
            r#""lastStateUpdateDateTime":"2024-02-29T08:{minute:02}:{second:02}.5775965Z","#,
            r#""configurationOutput":{output},"configurationError":{error},"osVersion":"10.0.22631.3155","#,
            r#""upn":"user{number}@contoso.example","userId":"91a7c0de-0000-4000-8000-{number:012}","#,
            r#""internalVersion":{version},"assignmentFilterIds":""}}"#,
        ),
        number = number,
        state = state,
        minute = minute,
        second = second,
        output = output,
        error = error,
        version = number % 7,
    )
}

/// A run summary.
pub(super) const RUN_SUMMARY: &str = concat!(
    r#"{"@odata.context":"https://graph.microsoft.com/beta/$metadata#hardwareConfigurationRunSummary","#,
    r#""id":"5a1c2d3e-0000-4000-8000-000000000001","successfulDeviceCount":812,"failedDeviceCount":9,"#,
    r#""pendingDeviceCount":151,"errorDeviceCount":3,"notApplicableDeviceCount":25,"unknownDeviceCount":0,"#,
    r#""successfulUserCount":640,"failedUserCount":8,"pendingUserCount":120,"errorUserCount":3,"#,
    r#""notApplicableUserCount":20,"unknownUserCount":0,"lastRunDateTime":"2024-02-29T08:00:00.1234567Z"}"#,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_are_json() {
        let page = format!("[{}]", device_states(40));
        let page: serde_json::Value = serde_json::from_str(&page).unwrap();
        assert_eq!(page[20]["configurationState"], "fail");
        assert_eq!(page.as_array().unwrap().len(), 40);
        assert!(serde_json::from_str::<serde_json::Value>(RUN_SUMMARY).is_ok());
    }
}
