package dev.hob.p2p.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class HostTest {
    private static Host host(String text) {
        try {
            return Host.of(InetAddress.getByName(text)); // numbers only, so nothing is resolved
        } catch (UnknownHostException unknown) {
            throw new AssertionError(text, unknown);
        }
    }

    @Test
    void an_address_of_the_other_kind_keeps_its_kind() {
        var mapped = new Host.Ip6(0, 0xFFFF_0102_0304L);
        assertThat(mapped).hasToString("::ffff:102:304").isNotEqualTo(host("1.2.3.4"));
    }

    @Test
    void an_ipv6_address_is_written_short() {
        assertThat(host("::")).hasToString("::");
        assertThat(host("::1")).hasToString("::1");
        assertThat(host("1:0:0:2:0:0:0:3")).hasToString("1:0:0:2::3");
        assertThat(host("1:0:0:2:0:0:3:4")).hasToString("1::2:0:0:3:4");
        assertThat(host("1:0:2:3:4:5:6:7")).hasToString("1:0:2:3:4:5:6:7");
        assertThat(new Address(host("2001:db8::1"), 8776)).hasToString("[2001:db8::1]:8776");
    }

    @Test
    void private_addresses_cannot_be_reached_from_anywhere() {
        for (var text : new String[] {
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.1.1",
            "172.31.255.255",
            "192.168.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1"
        }) assertThat(host(text).isRoutable()).as(text).isFalse();
        for (var text : new String[] {"8.8.8.8", "100.63.0.1", "100.128.0.1", "172.32.0.1", "192.0.2.7", "2001:db8::1"})
            assertThat(host(text).isRoutable()).as(text).isTrue();
        assertThat(new Host.Ip6(0, 0xFFFF_0A00_0001L).isRoutable()).isFalse();
        assertThat(new Host.Name("localhost").isRoutable()).isFalse();
        assertThat(host("2001:db8::1").network())
                .isEqualTo(host("2001:db8::ffff").network());
        assertThat(host("8.8.8.8").network()).isNotEqualTo(host("8.8.8.9").network());
        assertThat(host("127.1.2.3").isLoopback()).isTrue();
        assertThat(host("::1").isLoopback()).isTrue();
    }

    @Test
    void a_name_that_claims_to_be_a_hidden_service_is_checked() {
        var onion = "irisradizskwweumpydlj4oammoshkxxjur3ztcmo7cou5emc6s5lfid.onion";
        assertThat(new Host.Onion(onion)).hasToString(onion);
        assertThatThrownBy(() -> new Host.Onion(onion.replace("iris", "eris")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Host.I2p("short.b32.i2p")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Host.I2p("example.org")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Host.I2p("forge.i2p")).hasToString("forge.i2p");
    }

    @Test
    void an_address_is_read_as_people_write_it() {
        for (String text : java.util.List.of(
                "198.51.100.7:8776", "[2001:db8::1]:1", "seed.example.org:65535", "localhost:1", "hob.i2p:8776"))
            assertThat(Address.parse(text)).map(Address::toString).contains(text);
        assertThat(Address.parse("seed.example.org")).map(Address::port).contains(8776);
        assertThat(Address.parse("[2001:db8::1]")).map(Address::port).contains(8776);
        for (String text : java.util.List.of(
                "", ":1", "host:", "host:65536", "host:-1", "a b:1", "1.2.3:4:5", "999.1.1.1:1", "[host]:1", "host/:1"))
            assertThat(Address.parse(text)).as(text).isEmpty();
    }
}
