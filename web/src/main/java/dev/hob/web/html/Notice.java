package dev.hob.web.html;

import static dev.hob.web.text.Messages.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What the next page says at its top, once. A cookie carries only the word, so that nobody can put words of
/// theirs there.
public enum Notice {
    SAVED,
    PASSWORD,
    NEW_PASSWORD,
    SESSION_ENDED,
    SESSIONS_ENDED,
    TOKEN_REVOKED,
    KEY_ADDED,
    KEY_REMOVED,
    DEVICE_REVOKED,
    DEVICE_LINKED,
    INVITATION_WITHDRAWN,
    ACCOUNT_DELETED,
    REPOSITORY_DELETED,
    REPOSITORY_TAKEN,
    REPOSITORY_DECLINED,
    SYNCED,
    UP_TO_DATE,
    FORK_LEFT,
    MERGED,
    RESOLVED,
    SUGGESTION_TAKEN,
    COMMITTED,
    COMMITTED_UNREADABLE,
    PENDING,
    TAKEN_OUT,
    FILE_DELETED,
    FOLDER_DELETED,
    BRANCH_DELETED,
    TAG_DELETED,
    RELEASE_DELETED,
    PEER_CONNECTED,
    PEER_LEFT,
    PEERS_FETCHED,
    PEERS_FETCHING,
    PEERS_CURRENT,
    PEERS_FAILED,
    SEEDED,
    UNSEEDED,
    NODE_FOLLOWED,
    NODE_BLOCKED,
    FOLLOW_ASKED,
    UNFOLLOWED,
    STAR_SENT,
    STAR_TAKEN,
    SENT_ELSEWHERE,
    TAKEN_BACK,
    FORK_SYNCED,
    FORK_BEGUN,
    OFFERED_ELSEWHERE,
    TURN_ASKED,
    RETRIED,
    MOVED,
    REPORTED,
    SIGN_UP;

    /// The sentence.
    public String told() {
        return text("notice." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /// The notice of a word.
    static Optional<Notice> of(String word) {
        return Arrays.stream(values()).filter(it -> it.name().equals(word)).findFirst();
    }
}
