package dev.hob.web.issue;

import java.util.List;

/// How a project wants an issue to be written.
///
/// @param file its name in the folder
/// @param body what the text begins with, when it is no form
/// @param fields of a form; none for a text
public record IssueTemplate(
        String file,
        String name,
        String about,
        String title,
        List<String> labels,
        List<String> assignees,
        String body,
        List<Field> fields) {
    /// The one for an issue without any.
    public static final IssueTemplate BLANK =
            new IssueTemplate("", "Blank issue", "", "", List.of(), List.of(), "", List.of());

    public IssueTemplate {
        labels = List.copyOf(labels);
        assignees = List.copyOf(assignees);
        fields = List.copyOf(fields);
    }

    /// Whether it asks field by field.
    public boolean isForm() {
        return !fields.isEmpty();
    }

    /// Something that a form asks for, or says.
    public sealed interface Field {
        /// Words between the fields, as Markdown.
        record Words(String text) implements Field {}

        /// One line.
        ///
        /// @param number whether it is to be a number
        /// @param pattern a regular expression that the whole line must match; empty for any
        record Line(Asked asked, String placeholder, String value, boolean number, String pattern) implements Field {}

        /// A longer text.
        ///
        /// @param render the language of a block of code that it becomes; empty for Markdown
        record Area(Asked asked, String placeholder, String value, String render) implements Field {}

        /// One of several, or some.
        record Select(Asked asked, List<String> options, boolean multiple, int first) implements Field {
            public Select {
                options = List.copyOf(options);
            }
        }

        /// Boxes to tick.
        record Boxes(Asked asked, List<Box> boxes) implements Field {
            public Boxes {
                boxes = List.copyOf(boxes);
            }
        }

        /// One of them.
        record Box(String label, boolean required) {}
    }

    /// What a field is called, and whether it must be filled in.
    ///
    /// @param id its name in the form
    public record Asked(String id, String label, String description, boolean required) {}

    /// A place elsewhere to ask.
    public record Contact(String name, String url, String about) {}

    /// All templates of a repository.
    ///
    /// @param folder where they are, for whoever wants the files
    /// @param blank whether an issue may be written without any
    /// @param problems files that cannot be used, and why
    public record Offered(
            String folder,
            List<IssueTemplate> templates,
            boolean blank,
            List<Contact> contacts,
            List<String> problems) {
        /// None.
        public static final Offered NOTHING = new Offered("", List.of(), true, List.of(), List.of());

        public Offered {
            templates = List.copyOf(templates);
            contacts = List.copyOf(contacts);
            problems = List.copyOf(problems);
        }
    }
}
