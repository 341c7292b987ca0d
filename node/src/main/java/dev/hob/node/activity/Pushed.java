package dev.hob.node.activity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.node.code.Beyond;
import dev.hob.node.db.DatabaseException;
import dev.hob.node.log.RefMove;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/// What a push did to one branch or tag.
///
/// @param commits how many came with it; of a branch that is new, how many it has; never more than [#COMMITS_MAX]
/// @param forced whether commits that the branch had are not in it any more
/// @param latest the newest of them, newest first; of a tag, the commit that it names
/// @param said the first line of what an annotated tag says
public record Pushed(RefMove move, int commits, boolean forced, List<Line> latest, String said) {
    /// Where counting ends.
    public static final int COMMITS_MAX = 1_000;

    private static final int LATEST_MAX = 5;
    private static final int CHARACTERS_MAX = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A commit in a line. Its seconds are the committer's.
    public record Line(String id, String subject, String author, String email, long seconds) {
        /// When it was committed.
        public Instant at() {
            return Instant.ofEpochSecond(seconds);
        }

        private static Line of(RevCommit commit) {
            var author = commit.getAuthorIdent();
            return new Line(
                    commit.name(),
                    cut(commit.getShortMessage()),
                    cut(author.getName()),
                    cut(author.getEmailAddress()),
                    commit.getCommitTime());
        }
    }

    public Pushed {
        latest = List.copyOf(latest);
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= CHARACTERS_MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, CHARACTERS_MAX)) + "…";
    }

    /// Whether it is a tag, and else a branch.
    @JsonIgnore
    public boolean isTag() {
        return move.ref().startsWith(Constants.R_TAGS);
    }

    /// The name of the branch or tag.
    public String name() {
        return Repository.shortenRefName(move.ref());
    }

    /// Whether it was not there before.
    @JsonIgnore
    public boolean isNew() {
        return move.before().equals(RefMove.ABSENT);
    }

    /// Reads what a move did. What is not there any more cannot be told.
    public static Pushed read(Repository repository, RefMove move) throws IOException {
        if (move.deletes()) return bare(move);
        try (var walk = new RevWalk(repository)) {
            return move.ref().startsWith(Constants.R_TAGS) ? tag(walk, move) : branch(walk, move);
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return bare(move); // A later push took it away, or it names no commit.
        }
    }

    static Pushed bare(RefMove move) {
        return new Pushed(move, 0, false, List.of(), "");
    }

    private static Pushed tag(RevWalk walk, RefMove move) throws IOException {
        String said = "";
        var object = walk.parseAny(ObjectId.fromString(move.after()));
        if (object instanceof RevTag tag) {
            walk.parseBody(tag);
            said = cut(tag.getShortMessage());
        }
        if (!(walk.peel(object) instanceof RevCommit commit)) return new Pushed(move, 0, false, List.of(), said);
        walk.parseBody(commit);
        return new Pushed(move, 0, false, List.of(Line.of(commit)), said);
    }

    private static Pushed branch(RevWalk walk, RefMove move) throws IOException {
        var after = walk.parseCommit(ObjectId.fromString(move.after()));
        walk.markStart(after);
        boolean isNew = move.before().equals(RefMove.ABSENT);
        if (!isNew) walk.markUninteresting(walk.parseCommit(ObjectId.fromString(move.before())));
        var commits = Beyond.of(walk, COMMITS_MAX);
        var latest = new ArrayList<Line>();
        for (var commit : commits.subList(0, Math.min(LATEST_MAX, commits.size()))) {
            walk.parseBody(commit);
            latest.add(Line.of(commit));
        }
        return new Pushed(move, commits.size(), !isNew && lost(walk, move), latest, "");
    }

    private static boolean lost(RevWalk walk, RefMove move) throws IOException {
        walk.reset();
        return !walk.isMergedInto(
                walk.parseCommit(ObjectId.fromString(move.before())),
                walk.parseCommit(ObjectId.fromString(move.after())));
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a record of texts and numbers can be written", e);
        }
    }

    static Pushed parse(String json) {
        try {
            return JSON.readValue(json, Pushed.class);
        } catch (JsonProcessingException e) {
            throw new DatabaseException("cannot read what was kept of a push", e);
        }
    }
}
