//! The Intune hardware configurations API of Microsoft Graph on one machine, for tests and examples.
