package dev.hob.web.html;

import static dev.hob.web.text.Messages.text;

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
        if (ahead == 0 && behind == 0) return text("upstream.even", theirs());
        if (behind == 0) return text("upstream.ahead", ahead, count(ahead), theirs());
        if (ahead == 0) return text("upstream.behind", behind, count(behind), theirs());
        return text("upstream.ahead-and-behind", ahead, count(ahead), behind, count(behind), theirs());
    }

    private String theirs() {
        return parent + " " + base;
    }

    private String count(int commits) {
        return commits >= most ? text("upstream.or-more", most) : String.valueOf(commits);
    }
}
