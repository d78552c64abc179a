//! The words of the pages that sites frame, and of the page where an administrator makes them.
