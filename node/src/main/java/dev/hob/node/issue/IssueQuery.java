package dev.hob.node.issue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Which issues somebody wants to see, as typed into a search box: `is:open label:bug -label:"good first issue"
/// author:alice assignee:@me milestone:"1.0" mentions:bob no:label sort:updated words that occur`. Immutable.
///
/// @param patches pull requests or issues only; both when empty
/// @param open open or closed only; both when empty
/// @param reason why it was closed
/// @param labels all of which it must have
/// @param notLabels none of which it may have
/// @param words each must occur in the title or in a comment
/// @param strange parts that look like a filter and are none
public record IssueQuery(
        Optional<Boolean> patches,
        Optional<Boolean> open,
        Optional<IssueState> reason,
        List<String> labels,
        List<String> notLabels,
        Optional<String> author,
        Optional<String> assignee,
        Optional<String> milestone,
        Optional<String> mentions,
        boolean noLabel,
        boolean noAssignee,
        boolean noMilestone,
        List<String> words,
        Sort sort,
        List<String> strange) {
    private static final int TEXT_CHARACTERS_MAX = 1_000;
    private static final int PARTS_MAX = 40;
    private static final Pattern PART =
            Pattern.compile("(-?[a-z]+:)?(?:\"([^\"]*)\"?|(\\S+))", Pattern.CASE_INSENSITIVE);

    /// All that are open, the newest first.
    public static final IssueQuery OPEN = parse("is:open");

    public IssueQuery {
        labels = List.copyOf(labels);
        notLabels = List.copyOf(notLabels);
        words = List.copyOf(words);
        strange = List.copyOf(strange);
    }

    /// In which order.
    public enum Sort {
        NEWEST,
        OLDEST,
        UPDATED,
        LEAST_UPDATED,
        COMMENTS,
        LEAST_COMMENTS,
        CLOSED,
        DUE;

        /// As it is typed.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Reads what was typed. Never fails: what is not understood is looked for, or named in [#strange].
    public static IssueQuery parse(String text) {
        var reading = new Draft();
        String bounded = text.length() > TEXT_CHARACTERS_MAX ? text.substring(0, TEXT_CHARACTERS_MAX) : text;
        var part = PART.matcher(bounded);
        int parts = 0;
        while (part.find() && parts++ < PARTS_MAX) {
            String value = part.group(2) == null ? part.group(3) : part.group(2);
            String key = part.group(1) == null ? "" : part.group(1).toLowerCase(Locale.ROOT);
            reading.take(key, value, part.group());
        }
        return reading.done();
    }

    /// A query that is being put together.
    private static final class Draft {
        private Optional<Boolean> patches = Optional.of(false);
        private Optional<Boolean> open = Optional.empty();
        private Optional<IssueState> reason = Optional.empty();
        private final List<String> labels = new ArrayList<>();
        private final List<String> notLabels = new ArrayList<>();
        private Optional<String> author = Optional.empty();
        private Optional<String> assignee = Optional.empty();
        private Optional<String> milestone = Optional.empty();
        private Optional<String> mentions = Optional.empty();
        private boolean noLabel;
        private boolean noAssignee;
        private boolean noMilestone;
        private final List<String> words = new ArrayList<>();
        private Sort sort = Sort.NEWEST;
        private final List<String> strange = new ArrayList<>();

        Draft() {}

        Draft(IssueQuery query) {
            patches = query.patches;
            open = query.open;
            reason = query.reason;
            labels.addAll(query.labels);
            notLabels.addAll(query.notLabels);
            author = query.author;
            assignee = query.assignee;
            milestone = query.milestone;
            mentions = query.mentions;
            noLabel = query.noLabel;
            noAssignee = query.noAssignee;
            noMilestone = query.noMilestone;
            words.addAll(query.words);
            sort = query.sort;
            strange.addAll(query.strange);
        }

        void take(String key, String value, String whole) {
            if (value.isEmpty()) return;
            switch (key) {
                case "" -> words.add(value);
                case "is:", "state:" -> state(value, whole);
                case "reason:" -> reason(value, whole);
                case "label:" -> labels.add(value);
                case "-label:" -> notLabels.add(value);
                case "author:" -> author = Optional.of(name(value));
                case "assignee:" -> assignee = Optional.of(name(value));
                case "milestone:" -> milestone = Optional.of(value);
                case "mentions:" -> mentions = Optional.of(name(value));
                case "no:" -> without(value, whole);
                case "sort:" -> sort(value, whole);
                default -> {
                    if (key.matches("https?:")) words.add(whole);
                    else strange.add(whole);
                }
            }
        }

        private static String name(String value) {
            return value.equals("@me") ? value : value.replaceFirst("^@", "").toLowerCase(Locale.ROOT);
        }

        private void state(String value, String whole) {
            switch (value.toLowerCase(Locale.ROOT)) {
                case "open" -> open = Optional.of(true);
                case "closed" -> open = Optional.of(false);
                case "all" -> {}
                case "issue" -> patches = Optional.of(false);
                case "pr" -> patches = Optional.of(true);
                default -> strange.add(whole);
            }
        }

        private void reason(String value, String whole) {
            switch (value.toLowerCase(Locale.ROOT)) {
                case "solved", "completed" -> reason = Optional.of(IssueState.SOLVED);
                case "other" -> reason = Optional.of(IssueState.CLOSED);
                default -> strange.add(whole);
            }
        }

        private void without(String value, String whole) {
            switch (value.toLowerCase(Locale.ROOT)) {
                case "label" -> noLabel = true;
                case "assignee" -> noAssignee = true;
                case "milestone" -> noMilestone = true;
                default -> strange.add(whole);
            }
        }

        private void sort(String value, String whole) {
            for (var known : Sort.values())
                if (known.word().equalsIgnoreCase(value)) {
                    sort = known;
                    return;
                }
            strange.add(whole);
        }

        IssueQuery done() {
            return new IssueQuery(
                    patches,
                    open,
                    reason,
                    labels,
                    notLabels,
                    author,
                    assignee,
                    milestone,
                    mentions,
                    noLabel,
                    noAssignee,
                    noMilestone,
                    words,
                    sort,
                    strange);
        }
    }

    private IssueQuery with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /// The same with `@me` replaced by who that is.
    public IssueQuery of(String me) {
        return with(draft -> {
            draft.author = author.map(name -> name.equals("@me") ? me : name);
            draft.assignee = assignee.map(name -> name.equals("@me") ? me : name);
            draft.mentions = mentions.map(name -> name.equals("@me") ? me : name);
        });
    }

    /// The same for pull requests, for issues, or for both.
    public IssueQuery withPatches(Optional<Boolean> other) {
        return with(draft -> draft.patches = other);
    }

    /// The same for another state.
    public IssueQuery withOpen(Optional<Boolean> other) {
        return with(draft -> {
            draft.open = other;
            if (other.orElse(false)) draft.reason = Optional.empty();
        });
    }

    /// The same with a label more, or less.
    public IssueQuery withLabel(String label, boolean on) {
        return with(draft -> {
            draft.labels.remove(label);
            if (on) draft.labels.add(label);
            draft.noLabel &= !on;
        });
    }

    /// The same for another author, or for any.
    public IssueQuery withAuthor(Optional<String> other) {
        return with(draft -> draft.author = other);
    }

    /// The same for another whose task it is, or for any.
    public IssueQuery withAssignee(Optional<String> other) {
        return with(draft -> {
            draft.assignee = other;
            draft.noAssignee &= other.isEmpty();
        });
    }

    /// The same for another milestone, or for any.
    public IssueQuery withMilestone(Optional<String> other) {
        return with(draft -> {
            draft.milestone = other;
            draft.noMilestone &= other.isEmpty();
        });
    }

    /// The same in another order.
    public IssueQuery withSort(Sort other) {
        return with(draft -> draft.sort = other);
    }

    /// What to type to ask for the same.
    public String text() {
        var parts = new ArrayList<String>();
        open.ifPresent(it -> parts.add(it ? "is:open" : "is:closed"));
        reason.ifPresent(it -> parts.add(it == IssueState.SOLVED ? "reason:solved" : "reason:other"));
        author.ifPresent(it -> parts.add("author:" + it));
        assignee.ifPresent(it -> parts.add("assignee:" + it));
        mentions.ifPresent(it -> parts.add("mentions:" + it));
        milestone.ifPresent(it -> parts.add("milestone:" + quoted(it)));
        labels.forEach(it -> parts.add("label:" + quoted(it)));
        notLabels.forEach(it -> parts.add("-label:" + quoted(it)));
        if (noLabel) parts.add("no:label");
        if (noAssignee) parts.add("no:assignee");
        if (noMilestone) parts.add("no:milestone");
        words.forEach(it -> parts.add(quoted(it)));
        if (sort != Sort.NEWEST) parts.add("sort:" + sort.word());
        return String.join(" ", parts);
    }

    private static String quoted(String value) {
        return value.chars().anyMatch(Character::isWhitespace) ? "\"" + value + "\"" : value;
    }
}
