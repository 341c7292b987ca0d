package dev.hob.p2p.wire;

import static dev.hob.p2p.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.p2p.Vectors;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ProofOfWorkTest {
    @Test
    void work_is_what_a_real_node_counts() throws Unreadable {
        for (var vector : Vectors.read("proof-of-work.json")) {
            byte[] signed = hex(vector.get("signed_part_hex"));
            var notice = Notice.Node.read(new WireReader(ByteBuffer.wrap(signed)));
            assertThat(notice.bytes()).isEqualTo(signed);
            assertThat(hex(ProofOfWork.hash(signed)))
                    .isEqualTo(vector.get("scrypt_hex").asText());
            assertThat(ProofOfWork.of(notice)).isEqualTo(vector.get("work").asInt());
        }
    }
}
