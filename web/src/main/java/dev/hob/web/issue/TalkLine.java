package dev.hob.web.issue;

import dev.hob.web.html.Chip;
import dev.hob.web.html.ShownLine;
import dev.hob.web.html.Who;
import gg.jte.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/// A line of an issue's talk on its page.
public sealed interface TalkLine {
    /// The anchor that leads to it.
    String anchor();

    /// Another one when the line looks otherwise: so an open page knows what to put in its place.
    String version();

    Who who();

    Instant at();

    /// Somebody said something.
    ///
    /// @param id of the comment; for the description the issue's
    /// @param author whether who says it opened the issue
    /// @param html what it says; empty when it was taken back
    /// @param pieces the same taken apart, when it suggests other lines
    /// @param edited when it was changed last, if it was
    record Said(
            String id,
            String anchor,
            String version,
            Who who,
            Instant at,
            boolean description,
            boolean author,
            Optional<String> html,
            List<Piece> pieces,
            Optional<Edited> edited,
            List<Sign> signs,
            List<FileLink> files,
            Optional<Quoted> answers,
            boolean mayEdit,
            boolean mayDelete)
            implements TalkLine {
        public Said {
            pieces = List.copyOf(pieces);
            signs = List.copyOf(signs);
            files = List.copyOf(files);
        }
    }

    /// A piece of what somebody said at lines of code.
    sealed interface Piece {
        /// Words.
        record Words(String html) implements Piece {}

        /// Other lines for those that were spoken of.
        ///
        /// @param pick the name under which it is taken
        record Suggested(String pick, List<ShownLine> lines, Standing standing) implements Piece {
            public Suggested {
                lines = List.copyOf(lines);
            }
        }
    }

    /// What can become of a suggestion.
    enum Standing {
        /// The reader may take it.
        FITS,
        /// Others may.
        OFFERED,
        /// The lines are others by now.
        OUTDATED,
        /// Nobody takes it any more: it is done, or the pull request is.
        DONE
    }

    /// A file that goes along with a comment.
    record FileLink(String name, String url, boolean picture) {}

    /// That something was changed.
    record Edited(Who by, Instant at) {}

    /// What a comment answers.
    record Quoted(Who who, String url, String excerpt) {}

    /// A sign under a comment.
    ///
    /// @param mine whether the reader put it there
    /// @param names who did
    record Sign(String sign, int count, boolean mine, String names) {}

    /// Anything else that happened.
    ///
    /// @param mark what stands before it: a word that the stylesheet knows
    record Happened(String anchor, String version, Who who, Instant at, String mark, Deed deed) implements TalkLine {}

    /// A review, or other commits: what was done, what was said to it, and what was remarked at lines of code.
    ///
    /// @param html what was said, if anything was
    record Given(
            String anchor,
            String version,
            Who who,
            Instant at,
            String mark,
            Deed deed,
            Optional<String> html,
            List<Spoken> threads)
            implements TalkLine {
        public Given {
            threads = List.copyOf(threads);
        }
    }

    /// A talk about a piece of code.
    ///
    /// @param id of what was said first
    /// @param lines which ones, in words
    /// @param url where they are among the changes
    /// @param past whether the pull request offers another commit by now
    /// @param settles whether the reader may say that it is done
    /// @param revision the number of the one that it is about
    /// @param commit at which its lines are, if they are those of the new side
    /// @param first of its lines
    /// @param last the last of its lines; 0 for the whole file
    /// @param old whether that is a line as it was before
    record Spoken(
            String anchor,
            String version,
            Who who,
            Instant at,
            String id,
            String path,
            String lines,
            String url,
            List<Code> code,
            List<Said> said,
            boolean past,
            boolean resolved,
            boolean settles,
            int revision,
            ObjectId commit,
            int first,
            int last,
            boolean old)
            implements TalkLine {
        public Spoken {
            code = List.copyOf(code);
            said = List.copyOf(said);
        }
    }

    /// How many suggestions the reader may take.
    static long takes(List<? extends TalkLine> lines) {
        return lines.stream()
                .mapToLong(line -> switch (line) {
                    case Given given -> takes(given.threads());
                    case Spoken spoken ->
                        spoken.said().stream()
                                .flatMap(it -> it.pieces().stream())
                                .filter(it -> it instanceof Piece.Suggested suggested
                                        && suggested.standing() == Standing.FITS)
                                .count();
                    case Said _, Happened _ -> 0;
                })
                .sum();
    }

    /// A line of code.
    ///
    /// @param html safe to be put into a page
    /// @param meant whether it is one that is spoken of, or stands before those
    record Code(int number, String html, boolean meant) {}

    /// What somebody did, as a sentence.
    ///
    /// @param sentence makes it of who did it, and of the values
    /// @param values what it is about; each is pieces that stand beside one another
    record Deed(Function<Object[], Content> sentence, List<List<Bit>> values) {
        public Deed {
            values = values.stream().map(List::copyOf).toList();
        }

        static Deed of(Function<Object[], Content> sentence, Bit... values) {
            return new Deed(sentence, Stream.of(values).map(List::of).toList());
        }

        /// All pieces.
        List<Bit> bits() {
            return values.stream().flatMap(List::stream).toList();
        }

        /// The sentence.
        ///
        /// @param look how a piece looks
        public Content told(Content who, Function<Bit, Content> look) {
            var all = new ArrayList<Object>(List.of(who));
            for (var bits : values) {
                Content value = out -> {
                    for (int i = 0; i < bits.size(); i++) {
                        if (i > 0) out.writeContent(" ");
                        look.apply(bits.get(i)).writeTo(out);
                    }
                };
                all.add(value);
            }
            return sentence.apply(all.toArray());
        }
    }

    /// A piece of a sentence.
    ///
    /// @param url where it leads; empty for nowhere
    /// @param struck whether it is no more
    record Bit(String words, String url, Optional<Chip> chip, boolean strong, boolean struck) {
        static Bit words(String words) {
            return new Bit(words, "", Optional.empty(), false, false);
        }

        static Bit strong(String words) {
            return new Bit(words, "", Optional.empty(), true, false);
        }

        static Bit link(String words, String url) {
            return new Bit(words, url, Optional.empty(), false, false);
        }

        static Bit of(Chip chip) {
            return new Bit("", "", Optional.of(chip), false, false);
        }

        Bit strike() {
            return new Bit(words, url, chip, strong, true);
        }
    }
}
