package dev.hob.web.login;

import java.time.Instant;

/// A session in a list; `here` is the one that looks.
public record SessionLine(String id, String browser, String address, Instant created, Instant used, boolean here) {}
