package dev.hob.web.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.SigningKey;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class AvatarPngTest {
    @Test
    void the_picture_is_one_that_others_read_and_has_four_equal_quarters() throws Exception {
        var random = new Random(7);
        var seen = new HashSet<Integer>();
        for (int i = 0; i < 20; i++) {
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            byte[] png = AvatarPng.of(SigningKey.ofSeed(seed).publicKey());
            assertThat(png).hasSizeLessThan(20_000);
            var image = ImageIO.read(new ByteArrayInputStream(png));
            assertThat(image.getWidth()).isEqualTo(AvatarPng.SIDE);
            assertThat(image.getHeight()).isEqualTo(AvatarPng.SIDE);
            isTurned(image);
            seen.add(java.util.Arrays.hashCode(png));
        }
        assertThat(seen).hasSize(20);
    }

    private static void isTurned(BufferedImage image) {
        int last = AvatarPng.SIDE - 1;
        for (int y = 0; y <= last; y += 5)
            for (int x = 0; x <= last; x += 5)
                assertThat(image.getRGB(last - y, x)).isEqualTo(image.getRGB(x, y));
    }
}
