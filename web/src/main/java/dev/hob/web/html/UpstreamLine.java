package dev.hob.web.html;

/// How a branch of a fork stands to what it is a fork of.
///
/// @param parent the parent's path
/// @param base the parent's branch
/// @param branch the fork's
/// @param compare where the two are compared, and a pull request is made of it
/// @param most farther than this is not counted
public record UpstreamLine(String parent, String base, String branch, int ahead, int behind, String compare, int most) {
    /// In words.
    public String told() {
        if (ahead == 0 && behind == 0) return "This branch is where " + theirs() + " is.";
        String first = ahead == 0 ? "" : commits(ahead) + " ahead of";
        String second = behind == 0 ? "" : commits(behind) + " behind";
        String both = ahead > 0 && behind > 0 ? first + ", " + second : first + second;
        return "This branch is " + both + " " + theirs() + ".";
    }

    private String theirs() {
        return parent + " " + base;
    }

    private String commits(int count) {
        return count >= most ? most + " or more commits" : count == 1 ? "1 commit" : count + " commits";
    }
}
