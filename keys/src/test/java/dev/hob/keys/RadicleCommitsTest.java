package dev.hob.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The signed commits that a real `rad` wrote for its objects.
class RadicleCommitsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    private static JsonNode json(String name) throws IOException {
        try (var in = RadicleCommitsTest.class.getResourceAsStream("/radicle/" + name + ".json")) {
            return JSON.readTree(in);
        }
    }

    /// The `gpgsig` header without the space that continues a line.
    private static String signature(String commit) {
        String header = commit.substring(commit.indexOf("\ngpgsig ") + "\ngpgsig ".length());
        String end = "-----END SSH SIGNATURE-----";
        return header.substring(0, header.indexOf(end) + end.length()).replace("\n ", "\n") + "\n";
    }

    private static SigningKey signer(DidKey author) throws IOException {
        return StreamSupport.stream(json("keys").spliterator(), false)
                .map(v -> SigningKey.ofSeed(HEX.parseHex(v.get("seed_hex").asText())))
                .filter(k -> k.publicKey().equals(author))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cob-identity", "cob-issue", "cob-issue-concurrent", "cob-patch"})
    void each_is_signed_by_its_author_and_we_would_write_the_same(String name) throws IOException {
        var entries = json(name).get("entries");
        assertThat(entries).isNotEmpty();
        for (var entry : entries) {
            byte[] tree = HEX.parseHex(entry.get("tree").asText());
            String armored = signature(entry.get("commit_raw").asText());
            var author = DidKey.parse(entry.get("author").asText());
            assertThat(SshSignature.verifyRadicle(armored, tree)).contains(author);
            assertThat(SshSignature.radicle(signer(author), tree).strip()).isEqualTo(armored.strip());
            // It is no SSHSIG in OpenSSH's sense, and another tree is another content.
            assertThat(SshSignature.parse(armored).verify("radicle", tree)).isEqualTo(Optional.empty());
            tree[0] ^= 1;
            assertThat(SshSignature.verifyRadicle(armored, tree)).isEmpty();
        }
    }
}
