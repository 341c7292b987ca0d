package dev.hob.node.asciidoc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.SynchronousQueue;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;

/// The process that makes HTML of AsciiDoc: texts come in, each after its length, and HTML goes out the same way,
/// after a byte that says whether there is some. It ends with whoever asks.
public final class Converting {
    static final int HTML_BYTES_MAX = 2 << 20;
    static final int READY = 1;
    static final int MADE = 2;
    static final int FAILED = 3;

    private Converting() {}

    /// Runs until nobody asks any more.
    public static void main(String[] args) throws IOException, InterruptedException {
        var out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // Whatever a library has to say must not stand between the answers.
        System.setOut(System.err);
        var asked = new SynchronousQueue<String>();
        Thread.ofPlatform().daemon().start(() -> listen(asked));
        try (var asciidoctor = Asciidoctor.Factory.create()) {
            var options = options();
            asciidoctor.convert("= Ready", options);
            out.writeByte(READY);
            out.flush();
            while (true) answer(out, asciidoctor, options, asked.take());
        }
    }

    /// By itself, so that the process ends with its parent although a text takes for ever.
    private static void listen(SynchronousQueue<String> asked) {
        try (var in = new DataInputStream(new BufferedInputStream(System.in))) {
            while (true) asked.put(new String(in.readNBytes(in.readInt()), UTF_8));
        } catch (EOFException _) {
            Runtime.getRuntime().halt(0);
        } catch (IOException | InterruptedException _) {
            Runtime.getRuntime().halt(1);
        }
    }

    /// Places are called as in Markdown. No file is read, and no address asked for.
    private static Options options() {
        var attributes = Attributes.builder()
                .showTitle(true)
                .experimental(true)
                .attribute("relfilesuffix", ".adoc")
                .attribute("toclevels@", "3")
                .attribute("idprefix@", "")
                .attribute("idseparator@", "-")
                .attribute("max-include-depth", "0")
                .attribute("source-highlighter", null)
                .attribute("icons", null)
                .build();
        return Options.builder()
                .safe(SafeMode.SECURE)
                .backend("html5")
                .standalone(false)
                .attributes(attributes)
                .build();
    }

    private static void answer(DataOutputStream out, Asciidoctor asciidoctor, Options options, String text)
            throws IOException {
        byte[] html = html(asciidoctor, options, text);
        out.writeByte(html.length > 0 ? MADE : FAILED);
        if (html.length > 0) {
            out.writeInt(html.length);
            out.write(html);
        }
        out.flush();
    }

    /// Nothing when there is none, or too much. A text may bring any part of Asciidoctor to fail in any way.
    private static byte[] html(Asciidoctor asciidoctor, Options options, String text) {
        try {
            byte[] html = asciidoctor.convert(text, options).getBytes(UTF_8);
            return html.length > HTML_BYTES_MAX ? new byte[0] : html;
        } catch (RuntimeException | StackOverflowError e) {
            System.err.println("cannot convert a text: " + e);
            return new byte[0];
        }
    }
}
