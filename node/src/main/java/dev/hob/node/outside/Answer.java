package dev.hob.node.outside;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// What came of a request.
public sealed interface Answer {
    /// The host answered, whatever it says.
    ///
    /// @param from where the answer came from, after redirects
    /// @param content unpacked, within the limit
    record Answered(int status, URI from, List<Ask.Line> head, Body content) implements Answer {
        public Answered {
            head = List.copyOf(head);
        }

        /// What is in it.
        public byte[] body() {
            return content.bytes();
        }

        /// The first line of that name.
        public Optional<String> field(String name) {
            return head.stream()
                    .filter(line -> line.name().equalsIgnoreCase(name))
                    .map(Ask.Line::value)
                    .findFirst();
        }
    }

    /// There is no answer.
    record Refused(Refusal why) implements Answer {}
}
