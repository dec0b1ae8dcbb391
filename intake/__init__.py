"""Files on their way into the library: unpacked, looked at before they count, committed, taken out, backed up."""
