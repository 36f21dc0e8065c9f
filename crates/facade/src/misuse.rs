//! What must not compile. Each misuse stands next to the right use, which must.
//!
//! The id of one thing is not the id of another:
//!
//! ```
//! use intune_hardware_configurations::{HardwareConfigurationId, HardwareConfigurations};
//!
//! fn delete(configurations: HardwareConfigurations, id: &HardwareConfigurationId) {
//!     drop(configurations.delete(id));
//! }
//! ```
//!
//! ```compile_fail,E0308
//! use intune_hardware_configurations::{AssignmentId, HardwareConfigurations};
//!
//! fn delete(configurations: HardwareConfigurations, id: &AssignmentId) {
//!     drop(configurations.delete(id));
//! }
//! ```
//!
//! A text is not an id before it was looked at:
//!
//! ```compile_fail,E0308
//! use intune_hardware_configurations::HardwareConfigurations;
//!
//! fn delete(configurations: HardwareConfigurations, id: &str) {
//!     drop(configurations.delete(id));
//! }
//! ```
//!
//! A filter is about one kind of entity:
//!
//! ```
//! use intune_hardware_configurations::query::CountQuery;
//! use intune_hardware_configurations::{HardwareConfiguration, HardwareConfigurationProperty as P};
//!
//! let query = CountQuery::<HardwareConfiguration>::new().filter(P::Version.gt(1));
//! ```
//!
//! ```compile_fail,E0308
//! use intune_hardware_configurations::query::CountQuery;
//! use intune_hardware_configurations::{DeviceRunStateProperty as P, HardwareConfiguration};
//!
//! let query = CountQuery::<HardwareConfiguration>::new().filter(P::InternalVersion.gt(1));
//! ```
//!
//! A count takes no order:
//!
//! ```compile_fail,E0599
//! use intune_hardware_configurations::query::CountQuery;
//! use intune_hardware_configurations::{HardwareConfiguration, HardwareConfigurationProperty as P};
//!
//! let query = CountQuery::<HardwareConfiguration>::new().order_by([P::Version.ascending()]);
//! ```
//!
//! An action takes no query:
//!
//! ```compile_fail,E0599
//! use intune_hardware_configurations::{HardwareConfigurationId, HardwareConfigurations, NoQuery};
//!
//! fn delete(configurations: HardwareConfigurations, id: &HardwareConfigurationId, query: NoQuery) {
//!     drop(configurations.delete(id).query(query));
//! }
//! ```
//!
//! A new configuration has everything that the service requires:
//!
//! ```compile_fail,E0061
//! use intune_hardware_configurations::{HardwareConfigurationFormat, NewHardwareConfiguration};
//!
//! let new = NewHardwareConfiguration::new("name", HardwareConfigurationFormat::Dell);
//! ```
//!
//! File content is not printed by accident:
//!
//! ```compile_fail,E0277
//! let content = intune_hardware_configurations::FileContent::from(vec![1]);
//! println!("{content}");
//! ```
