package dev.hob.web.api.json;

/// How far somebody is let in.
public record CollaboratorPermission(
        @OneOf({"none", "read", "write", "admin", "owner"}) String permission, String roleName, User user) {}
