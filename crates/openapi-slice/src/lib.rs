//! Cuts a huge OpenAPI document down to some paths and what they need.
