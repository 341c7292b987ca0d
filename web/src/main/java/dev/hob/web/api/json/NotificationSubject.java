package dev.hob.web.api.json;

/// What a notification is about, as it is now.
public record NotificationSubject(
        String title,
        String url,

        @Says("The comment that was said last, or the issue or pull request")
        String latestCommentUrl,

        String htmlUrl,
        String latestCommentHtmlUrl,
        @OneOf({"Issue", "Pull"}) String type,
        @OneOf({"open", "closed", "merged"}) String state) {}
