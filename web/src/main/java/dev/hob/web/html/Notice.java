package dev.hob.web.html;

import java.util.Arrays;
import java.util.Optional;

/// What the next page says at its top, once. A cookie carries only the word, so that nobody can put words of
/// theirs there.
public enum Notice {
    SAVED("Saved."),
    PASSWORD("Your password is changed. Every other session was signed out."),
    NEW_PASSWORD("Your password is set. Sign in with it."),
    SESSION_ENDED("That session is signed out."),
    SESSIONS_ENDED("Every other session is signed out."),
    TOKEN_REVOKED("The token is revoked. What used it is refused from now on."),
    KEY_ADDED("The key is on your account."),
    KEY_REMOVED("The key is off your account."),
    DEVICE_REVOKED("That device is revoked. What it signs from now on is refused here; what it signed stays yours."),
    DEVICE_LINKED("The key is linked. What it signs, and has signed, is shown as yours."),
    INVITATION_WITHDRAWN("The invitation is withdrawn. Its link leads nowhere now."),
    ACCOUNT_DELETED("The account is deleted."),
    REPOSITORY_DELETED("The repository is deleted."),
    REPOSITORY_TAKEN("It is yours now. Its settings say who else works on it."),
    REPOSITORY_DECLINED("You declined. It stays with its owner."),
    SYNCED("The branch is up to date with what this is a fork of."),
    UP_TO_DATE("The branch was up to date already."),
    FORK_LEFT("It is a project of its own now, with issues and pull requests."),
    MERGED("Merged."),
    RESOLVED("Resolved: the branch has both by now."),
    SUGGESTION_TAKEN("Taken: the branch has it as a new commit."),
    COMMITTED("Committed."),
    COMMITTED_UNREADABLE("Committed. But it cannot be read as what it is here: the preview of an edit says why."),
    PENDING("Added to what you have not committed yet."),
    TAKEN_OUT("Taken out."),
    FILE_DELETED("The file is deleted. The history keeps it."),
    FOLDER_DELETED("The folder is deleted. The history keeps it."),
    BRANCH_DELETED("The branch is deleted."),
    TAG_DELETED("The tag is deleted."),
    RELEASE_DELETED("The release is deleted. Its tag stays."),
    PEER_CONNECTED("Connected."),
    PEER_LEFT("That connection is over, and is not dialled again."),
    PEERS_FETCHED("Fetched: what is new is here."),
    PEERS_FETCHING("It is being fetched, and takes a while."),
    PEERS_CURRENT("There is nothing newer at the connected peers."),
    PEERS_FAILED("Nothing could be fetched. The log of this node says why."),
    SEEDED("It is kept from now on, and fetched as soon as a node that has it is connected."),
    UNSEEDED("It is announced and fetched no more. What is here stays."),
    NODE_FOLLOWED("Their work is wanted from now on."),
    NODE_BLOCKED("That node is blocked: no connection, and nothing of its work."),
    FOLLOW_ASKED("Asked. What they tell comes here once they say yes."),
    UNFOLLOWED("You follow them no more."),
    STAR_SENT("Your star is on its way."),
    STAR_TAKEN("The star is taken back."),
    SENT_ELSEWHERE("Sent. What becomes of it is shown under Elsewhere, Written by you."),
    TAKEN_BACK("Taken back. Whoever has it is told."),
    FORK_SYNCED("Its branches are up to date with what this is a fork of."),
    FORK_BEGUN("It is yours now. What the other has is being fetched."),
    OFFERED_ELSEWHERE("Offered. What becomes of it is shown here."),
    TURN_ASKED("Asked. They say whether it is so."),
    RETRIED("What waits goes now."),
    MOVED("The servers of your followers are told where you are now."),
    REPORTED("Reported. The administrators of this node look at it."),
    SIGN_UP("Done: that goes for the next who comes.");

    private final String told;

    Notice(String told) {
        this.told = told;
    }

    /// The sentence.
    public String told() {
        return told;
    }

    /// The notice of a word.
    static Optional<Notice> of(String word) {
        return Arrays.stream(values()).filter(it -> it.name().equals(word)).findFirst();
    }
}
