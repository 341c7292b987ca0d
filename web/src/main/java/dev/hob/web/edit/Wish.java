package dev.hob.web.edit;

import dev.hob.web.html.Visit;

/// What somebody wants to become of their change.
///
/// @param aside whether it goes to a branch of its own, and is asked for from there
/// @param branch the name of that
record Wish(boolean aside, String branch, String message) {
    private static final int SUBJECT_CHARACTERS_MAX = 500;

    /// What a form says.
    ///
    /// @param usual the first line of a message that nobody wrote
    static Wish of(Visit visit, Door door, String usual) {
        boolean aside = !(door instanceof Door.Open) || visit.field("way").equals("aside");
        return new Wish(aside, visit.field("branch").strip(), message(visit, usual));
    }

    /// The message that a form says.
    static String message(Visit visit, String usual) {
        String subject = visit.field("subject").strip();
        if (subject.isEmpty()) subject = usual;
        if (subject.length() > SUBJECT_CHARACTERS_MAX) subject = subject.substring(0, SUBJECT_CHARACTERS_MAX);
        String more = visit.text("description").strip();
        return subject + "\n" + (more.isEmpty() ? "" : "\n" + more + "\n");
    }
}
