package dev.hob.web.api.json;

import java.time.Instant;

/// An issue that the caller hears of.
public record NotificationThread(
        long id,
        Repository repository,
        NotificationSubject subject,
        boolean unread,
        @Says("Kept in sight although it was read") boolean pinned,
        @Says("When something happened last") Instant updatedAt,
        String url,

        @Says("Why the caller hears of it")
        @OneOf({"mentioned", "assigned", "review_requested", "author", "commented", "subscribed", "watching"})
        String reason) {}
