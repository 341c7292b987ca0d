package dev.hob.web.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.SigningKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class AvatarTest {
    @Test
    void every_key_has_a_picture_of_its_own_and_always_the_same() throws Exception {
        var random = new Random(11);
        var seen = new HashSet<String>();
        for (int i = 0; i < 500; i++) {
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            var key = SigningKey.ofSeed(seed).publicKey();
            String svg = Avatar.svg(key);
            assertThat(Avatar.svg(key)).isEqualTo(svg);
            assertThat(svg).doesNotContain("style=", "<script", "href").hasSizeLessThan(8_000);
            assertThat(seen.add(svg)).as(key.nid()).isTrue();
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
