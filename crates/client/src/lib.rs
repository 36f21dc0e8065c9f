//! Generated client for the Intune hardware configurations of Microsoft Graph.
