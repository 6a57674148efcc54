package org.healthsphere.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

class InMemoryMemberDirectoryTest {
    private final InMemoryMemberDirectory directory = new InMemoryMemberDirectory();

    @Test
    void who_is_suspended_is_out_until_he_is_reinstated_whatever_he_registers() {
        var north = peer("north", "one");
        var south = peer("south", "one");
        directory.register(south);
        directory.register(north);
        assertThat(directory.active()).containsExactly(north, south);
        directory.suspend(south.id());
        directory.register(peer("south", "two"));
        assertThat(directory.active()).containsExactly(north);
        assertThat(directory.active(south.id())).isEmpty();
        directory.reinstate(south.id());
        assertThat(directory.active(south.id())).contains(peer("south", "two"));
    }

    private static Peer peer(String name, String certificate) {
        return new Peer(new NodeId(name), URI.create("https://" + name + ".example"), Sha256.of(certificate));
    }
}
