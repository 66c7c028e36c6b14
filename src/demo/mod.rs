//! A menu to try the shop with.
