package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LfsPointerTest {
    private static final String SHA256 = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";

    @Test
    void a_pointer_says_whose_and_how_large() {
        String text = "version https://git-lfs.github.com/spec/v1\noid sha256:" + SHA256 + "\nsize 12345\n";
        assertThat(LfsPointer.of(text)).hasValue(new LfsPointer(SHA256, 12_345));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "version https://git-lfs.github.com/spec/v1\n",
                "version https://git-lfs.github.com/spec/v2\noid sha256:" + SHA256 + "\nsize 1\n",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + SHA256 + "\nsize 1\nmore\n",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + SHA256 + "\nsize -1\n"
            })
    void anything_else_is_none(String text) {
        assertThat(LfsPointer.of(text)).isEmpty();
    }
}
