//! What one writes by hand in place of a library: structs of the properties, and nothing else.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "decoded, as a program would")]
pub struct RunSummary {
    pub id: Option<String>,
    pub successful_device_count: Option<i32>,
    pub failed_device_count: Option<i32>,
    pub pending_device_count: Option<i32>,
    pub error_device_count: Option<i32>,
    pub not_applicable_device_count: Option<i32>,
    pub unknown_device_count: Option<i32>,
    pub successful_user_count: Option<i32>,
    pub failed_user_count: Option<i32>,
    pub pending_user_count: Option<i32>,
    pub error_user_count: Option<i32>,
    pub not_applicable_user_count: Option<i32>,
    pub unknown_user_count: Option<i32>,
    pub last_run_date_time: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "decoded, as a program would")]
pub struct DeviceState {
    pub id: String,
    pub device_name: Option<String>,
    pub configuration_state: Option<State>,
    pub last_state_update_date_time: Option<String>,
    pub configuration_output: Option<String>,
    pub configuration_error: Option<String>,
    pub os_version: Option<String>,
    pub upn: Option<String>,
    pub user_id: Option<String>,
    pub internal_version: Option<i32>,
    pub assignment_filter_ids: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    Unknown,
    Success,
    Fail,
    Error,
    Pending,
    NotApplicable,
}

#[derive(Deserialize)]
pub struct Page<T> {
    pub value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    #[allow(dead_code, reason = "not every program turns the page")]
    pub next_link: Option<String>,
}
