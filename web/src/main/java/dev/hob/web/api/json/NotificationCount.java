package dev.hob.web.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How much the caller was told of and has not read.
public record NotificationCount(@JsonProperty("new") long unread) {}
