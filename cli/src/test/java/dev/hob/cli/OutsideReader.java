package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads what is signed in a repository with git's own commands and Java's own Ed25519, and with nothing of ours: what
/// it finds is what any stranger can prove.
final class OutsideReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Path folder;

    OutsideReader(Path folder) {
        this.folder = folder;
    }

    /// One signed operation.
    ///
    /// @param nid whose signature it is, which holds
    record Entry(String id, String nid, String author, List<String> parents, String resource, List<JsonNode> actions) {}

    private String git(String... words) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        return Git.run(folder, Git.clean(), "", command).ok();
    }

    /// The issues that namespaces name, each with all its entries, none before what it builds on.
    Map<String, List<Entry>> issues() throws IOException, GeneralSecurityException {
        var tips = new TreeMap<String, List<String>>();
        for (String line : git("for-each-ref", "--format=%(objectname) %(refname)", "refs/namespaces/")
                .lines()
                .toList()) {
            String[] parts = line.split("[ /]");
            boolean issue = parts.length == 8 && parts[6].equals("xyz.radicle.issue");
            if (issue) tips.computeIfAbsent(parts[7], _ -> new ArrayList<>()).add(parts[0]);
        }
        var issues = new TreeMap<String, List<Entry>>();
        for (var issue : tips.entrySet()) issues.put(issue.getKey(), entries(issue.getValue()));
        return issues;
    }

    private List<Entry> entries(List<String> tips) throws IOException, GeneralSecurityException {
        var entries = new LinkedHashMap<String, Entry>();
        var waiting = new ArrayDeque<>(tips);
        while (!waiting.isEmpty()) {
            String id = waiting.remove();
            if (entries.containsKey(id)) continue;
            var entry = entry(id);
            entries.put(id, entry);
            waiting.addAll(entry.parents());
        }
        var depths = new HashMap<String, Integer>();
        return entries.values().stream()
                .sorted(Comparator.comparing((Entry entry) -> depth(entry, entries, depths)))
                .toList();
    }

    private static int depth(Entry entry, Map<String, Entry> entries, Map<String, Integer> depths) {
        var known = depths.get(entry.id());
        if (known != null) return known;
        int depth = 0;
        for (String parent : entry.parents()) {
            var before = entries.get(parent);
            assertThat(before).as(parent).isNotNull();
            depth = Math.max(depth, 1 + depth(before, entries, depths));
        }
        depths.put(entry.id(), depth);
        return depth;
    }

    private Entry entry(String id) throws IOException, GeneralSecurityException {
        String raw = git("cat-file", "commit", id);
        String head = raw.substring(0, raw.indexOf("\n\n"));
        String resource = raw.replaceFirst("(?s).*\nRad-Resource: ([0-9a-f]{40}).*", "$1");
        String tree = "";
        String author = "";
        var parents = new ArrayList<String>();
        var armor = new StringBuilder();
        boolean signature = false;
        for (String line : head.split("\n", -1)) {
            if (line.startsWith("tree ")) tree = line.substring(5);
            if (line.startsWith("parent ") && !line.endsWith(resource)) parents.add(line.substring(7));
            if (line.startsWith("author ")) author = line.substring(7, line.indexOf(" <"));
            signature = line.startsWith("gpgsig ") || (signature && line.startsWith(" "));
            if (signature && !line.contains("SSH SIGNATURE")) armor.append(line.strip());
        }
        String nid = signer(
                Base64.getDecoder().decode(armor.toString()), HexFormat.of().parseHex(tree));
        assertThat(git("cat-file", "-p", id + ":manifest"))
                .isEqualTo("{\"typeName\":\"xyz.radicle.issue\",\"version\":1}");
        var actions = new ArrayList<JsonNode>();
        for (String name : git("ls-tree", "--name-only", id).lines().toList())
            if (name.matches("\\d+")) actions.add(JSON.readTree(git("cat-file", "-p", id + ":" + name)));
        return new Entry(id, nid, author, List.copyOf(parents), resource, List.copyOf(actions));
    }

    /// SSHSIG, version, key, namespace, nothing, hash, signature; over the twenty bytes of the tree's id.
    private static String signer(byte[] armor, byte[] tree) throws GeneralSecurityException {
        var in = ByteBuffer.wrap(armor);
        byte[] magic = new byte[6];
        in.get(magic);
        assertThat(new String(magic, UTF_8)).isEqualTo("SSHSIG");
        assertThat(in.getInt()).isEqualTo(1);
        byte[] key = second(string(in));
        assertThat(new String(string(in), UTF_8)).isEqualTo("radicle");
        string(in);
        assertThat(new String(string(in), UTF_8)).isEqualTo("sha256");
        assertThat(holds(key, tree, second(string(in)))).isTrue();
        return nid(key);
    }

    private static byte[] string(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    private static byte[] second(byte[] pair) {
        var in = ByteBuffer.wrap(pair);
        assertThat(new String(string(in), UTF_8)).isEqualTo("ssh-ed25519");
        return string(in);
    }

    private static boolean holds(byte[] key, byte[] message, byte[] signature) throws GeneralSecurityException {
        byte[] encoded = Arrays.copyOf(ED25519, ED25519.length + key.length);
        System.arraycopy(key, 0, encoded, ED25519.length, key.length);
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update(message);
        return verifier.verify(signature);
    }

    private static String nid(byte[] key) {
        byte[] tagged = new byte[key.length + 2];
        tagged[0] = (byte) 0xED;
        tagged[1] = 1;
        System.arraycopy(key, 0, tagged, 2, key.length);
        var text = new StringBuilder();
        for (var left = new BigInteger(1, tagged); left.signum() > 0; left = left.divide(BigInteger.valueOf(58)))
            text.append(ALPHABET.charAt(left.mod(BigInteger.valueOf(58)).intValue()));
        return "z" + text.reverse();
    }

    private static byte[] key(String nid) {
        var value = BigInteger.ZERO;
        for (char c : nid.substring(1).toCharArray())
            value = value.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(ALPHABET.indexOf(c)));
        byte[] bytes = value.toByteArray();
        return Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length);
    }

    /// Every namespace's list of signed refs holds, and names exactly its refs; gives the namespaces.
    List<String> signedNamespaces() throws GeneralSecurityException, IOException {
        var refs = new TreeMap<String, TreeMap<String, String>>();
        for (String line : git("for-each-ref", "--format=%(objectname) %(refname)", "refs/namespaces/")
                .lines()
                .toList()) {
            String[] parts = line.split("[ /]", 5);
            refs.computeIfAbsent(parts[3], _ -> new TreeMap<>()).put(parts[4], parts[0]);
        }
        for (var namespace : refs.entrySet()) {
            String tip = namespace.getValue().remove("refs/rad/sigrefs");
            assertThat(tip).as(namespace.getKey()).isNotNull();
            var list = raw(tip + ":refs");
            assertThat(holds(key(namespace.getKey()), list, raw(tip + ":signature")))
                    .as(namespace.getKey())
                    .isTrue();
            var listed = new TreeMap<String, String>();
            new String(list, UTF_8)
                    .lines()
                    .map(line -> line.split(" "))
                    .filter(pair -> !pair[1].equals("refs/rad/sigrefs-parent"))
                    .forEach(pair -> listed.put(pair[1], pair[0]));
            assertThat(listed).as(namespace.getKey()).isEqualTo(namespace.getValue());
        }
        return List.copyOf(refs.keySet());
    }

    private byte[] raw(String blob) throws IOException {
        var process = new ProcessBuilder("git", "cat-file", "blob", blob)
                .directory(folder.toFile())
                .start();
        return process.getInputStream().readAllBytes();
    }
}
