package dev.hob.web.activity;

import static dev.hob.web.text.Messages.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A feed as RFC 4287 has it. The same feed is the same bytes.
///
/// @param id never another one for the same feed
/// @param self its own address
/// @param page the page that tells the same
record Atom(String id, String title, String self, String page, Instant updated, List<Entry> entries) {
    static final String TYPE = "application/atom+xml";

    private static final String NAMESPACE = "http://www.w3.org/2005/Atom";
    private static final String XHTML = "http://www.w3.org/1999/xhtml";

    Atom {
        entries = List.copyOf(entries);
    }

    /// An entry.
    ///
    /// @param author who did it; empty when nobody is known, which readers show as "unknown"
    /// @param body what there is to read beside the title
    record Entry(String id, String title, String url, Instant updated, Author author, Body body) {}

    /// Who; the URL may be empty.
    record Author(String name, String url) {}

    /// What is to be read: lines with links, then a text as somebody wrote it. Both may be empty.
    record Body(List<Line> lines, String text) {
        static final Body NOTHING = new Body(List.of(), "");

        Body {
            lines = List.copyOf(lines);
        }

        boolean isEmpty() {
            return lines.isEmpty() && text.isEmpty();
        }
    }

    /// A link and words behind it; without an address only words.
    record Line(String linked, String url, String words) {}

    /// The feed as UTF-8 bytes.
    byte[] bytes() {
        var out = new ByteArrayOutputStream(16 * 1024);
        try {
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, UTF_8.name());
            xml.writeStartDocument(UTF_8.name(), "1.0");
            xml.writeStartElement("feed");
            xml.writeDefaultNamespace(NAMESPACE);
            element(xml, "id", id);
            element(xml, "title", title);
            element(xml, "updated", time(updated));
            link(xml, "self", TYPE, self);
            link(xml, "alternate", "text/html", page);
            element(xml, "generator", "Hob");
            for (var entry : entries) write(xml, entry);
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new AssertionError("a feed can be written into memory", e);
        }
        return out.toByteArray();
    }

    private static void write(XMLStreamWriter xml, Entry entry) throws XMLStreamException {
        xml.writeStartElement("entry");
        element(xml, "id", entry.id());
        element(xml, "title", entry.title());
        element(xml, "updated", time(entry.updated()));
        link(xml, "alternate", "text/html", entry.url());
        xml.writeStartElement("author"); // §4.1.2: each entry has one where the feed has none.
        element(
                xml,
                "name",
                entry.author().name().isBlank()
                        ? text("activity.feed.unknown")
                        : entry.author().name());
        if (!entry.author().url().isEmpty()) element(xml, "uri", entry.author().url());
        xml.writeEndElement();
        if (!entry.body().isEmpty()) write(xml, entry.body());
        xml.writeEndElement();
    }

    private static void write(XMLStreamWriter xml, Body body) throws XMLStreamException {
        xml.writeStartElement("content");
        xml.writeAttribute("type", "xhtml");
        xml.writeStartElement("div");
        xml.writeDefaultNamespace(XHTML);
        if (!body.lines().isEmpty()) {
            xml.writeStartElement("ul");
            for (var line : body.lines()) {
                xml.writeStartElement("li");
                if (!line.url().isEmpty()) {
                    xml.writeStartElement("a");
                    xml.writeAttribute("href", plain(line.url()));
                    xml.writeCharacters(plain(line.linked()));
                    xml.writeEndElement();
                    xml.writeCharacters(" ");
                }
                xml.writeCharacters(plain(line.words()));
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        if (!body.text().isEmpty()) element(xml, "pre", body.text());
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(plain(text));
        xml.writeEndElement();
    }

    private static void link(XMLStreamWriter xml, String relation, String type, String url) throws XMLStreamException {
        xml.writeEmptyElement("link");
        xml.writeAttribute("rel", relation);
        xml.writeAttribute("type", type);
        xml.writeAttribute("href", plain(url));
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// XML 1.0 §2.2 has no way at all to write some characters, and people push all of them.
    private static String plain(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().map(c -> isWritable(c) ? c : 0xFFFD).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean isWritable(int c) {
        return c == '\t' || c == '\n' || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) || c >= 0x10000;
    }
}
