//! Intune hardware configurations (BIOS profiles) of Microsoft Graph: typed, complete, in all four clouds.
