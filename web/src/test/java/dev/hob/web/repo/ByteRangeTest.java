package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, All[]",
                "bytes=0-, 'Part[first=0, last=9]'",
                "bytes=2-4, 'Part[first=2, last=4]'",
                "bytes=9-9, 'Part[first=9, last=9]'",
                "bytes=8-99, 'Part[first=8, last=9]'",
                "bytes=-3, 'Part[first=7, last=9]'",
                "bytes=-99, 'Part[first=0, last=9]'",
                "bytes=-0, None[]",
                "bytes=10-, None[]",
                "bytes=10-12, None[]",
                "bytes=4-2, All[]",
                "bytes=-, All[]",
                "'bytes=0-1,3-4', All[]",
                "lines=0-1, All[]",
                "bytes=a-b, All[]",
                "bytes=99999999999999999999-, All[]"
            })
    void of_ten_bytes(String asked, String range) {
        assertThat(ByteRange.of(asked, 10)).hasToString(range);
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-, None[]", "bytes=-1, None[]"})
    void of_none(String asked, String range) {
        assertThat(ByteRange.of(asked, 0)).hasToString(range);
    }
}
