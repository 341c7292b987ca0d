package dev.hob.web.html;

import java.time.Instant;
import java.util.Optional;

/// A token or a key in a list of settings.
public record KeyLine(String id, String name, String detail, Instant created, Optional<Instant> used) {}
